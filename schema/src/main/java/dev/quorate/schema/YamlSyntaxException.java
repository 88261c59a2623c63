package dev.quorate.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.Serial;

/** The text is not YAML, so there is no tree to say more about. */
final class YamlSyntaxException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    YamlSyntaxException(JsonProcessingException cause) {
        super(cause.getOriginalMessage(), cause);
        line = cause.getLocation() == null ? 0 : cause.getLocation().getLineNr();
        column = cause.getLocation() == null ? 0 : cause.getLocation().getColumnNr();
    }

    Problem in(String path) {
        String reason =
                String.valueOf(getMessage()).lines().findFirst().orElse("").strip();
        return new Problem(path, line, column, "", "syntax", "this is not valid YAML: " + reason, remedy(reason));
    }

    private static String remedy(String reason) {
        if (reason.contains("TAB")) {
            return "indent with blanks; YAML allows no tabs";
        }
        if (reason.contains("mapping values are not allowed")) {
            return "check the indentation, and put text that holds ': ' in quotes";
        }
        return "check the indentation, quotes and brackets here and on the lines before";
    }
}
