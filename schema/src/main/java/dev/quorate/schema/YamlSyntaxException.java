package dev.quorate.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.Serial;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text is not YAML, so there is no tree to say more about. */
final class YamlSyntaxException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** The parser's message has its context, its problem and their marks on lines of their own. */
    private static final Pattern MARK = Pattern.compile("in '[^']*', line (\\d+), column (\\d+)");

    private final int line;
    private final int column;

    YamlSyntaxException(JsonProcessingException cause) {
        super(cause.getOriginalMessage(), cause);
        JsonLocation location = cause.getLocation();
        line = location == null ? 0 : location.getLineNr();
        column = location == null ? 0 : location.getColumnNr();
    }

    Problem in(String path) {
        String detail = String.valueOf(getMessage());
        if (detail.startsWith("Expected a field name")) {
            String message = "a key must be text, not a list, a block of fields or an alias";
            return new Problem(path, line, column, "", "syntax", message, "write the key as plain text");
        }
        String reason = detail.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(": "));
        Positions.Position place = place(detail, reason);
        return new Problem(
                path, place.line(), place.column(), "", "syntax", "this is not valid YAML: " + reason, remedy(reason));
    }

    /** The last mark is where it went wrong; but what never ends went wrong where it began, at the first. */
    private Positions.Position place(String detail, String reason) {
        List<MatchResult> marks = MARK.matcher(detail).results().toList();
        if (marks.isEmpty()) {
            return new Positions.Position(line, column);
        }
        MatchResult mark = marks.get(reason.contains("end of stream") ? 0 : marks.size() - 1);
        return new Positions.Position(Integer.parseInt(mark.group(1)), Integer.parseInt(mark.group(2)));
    }

    private static String remedy(String reason) {
        if (reason.contains("TAB")) {
            return "indent with blanks; YAML allows no tabs";
        }
        if (reason.contains("mapping values are not allowed")) {
            return "check the indentation, and put text that holds ': ' in quotes";
        }
        if (reason.contains("end of stream")) {
            return "close the quote or bracket that opens here";
        }
        return "check the indentation, quotes and brackets here and on the lines before";
    }
}
