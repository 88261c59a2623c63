package dev.quorate.simulator.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** The two forms of time in Kubernetes objects: whole seconds, and microseconds always written with six digits. */
final class Times {

    private static final Pattern MICROS =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern SECONDS = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    private static final DateTimeFormatter WITH_MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    static JsonNode time(JsonNode value, String path) {
        String text = text(value, path);
        try {
            return TextNode.valueOf(OffsetDateTime.parse(text)
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString());
        } catch (DateTimeException e) {
            throw new WrongTypeException("parsing time " + quoted(text)
                    + " as \"2006-01-02T15:04:05Z07:00\": cannot parse " + quoted(text) + " as \"2006\"");
        }
    }

    static JsonNode microTime(JsonNode value, String path) {
        String text = text(value, path);
        if (!MICROS.matcher(text).matches()) {
            boolean dated = SECONDS.matcher(text).lookingAt();
            String rest = dated ? text.substring(19) : text;
            throw new WrongTypeException("parsing time " + quoted(text)
                    + " as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse " + quoted(rest) + " as "
                    + (dated ? "\".000000\"" : "\"2006\""));
        }
        return TextNode.valueOf(WITH_MICROS.format(OffsetDateTime.parse(text)));
    }

    private static String text(JsonNode value, String path) {
        if (!value.isTextual()) {
            throw new WrongTypeException("json: cannot unmarshal " + path + " into Go value of type time.Time");
        }
        return value.asText();
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
