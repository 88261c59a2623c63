package dev.quorate.simulator.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns that a CRD asks for by simple JSON paths. */
public final class CustomColumns {

    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d+)]|\\[\\?\\(@\\.(\\w+)==[\"']([^\"']+)[\"']\\)]");

    private CustomColumns() {}

    /** @param version the CRD's entry for the served version */
    public static List<Column> of(JsonNode version) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.name(Cells::name));
        for (JsonNode column : version.path("additionalPrinterColumns")) {
            columns.add(new Column(
                    column.path("name").asText(),
                    column.path("type").asText(),
                    column.path("format").asText(),
                    column.path("priority").asInt(),
                    cell(column.path("jsonPath").asText(), column.path("type").asText())));
        }
        if (columns.size() == 1) {
            columns.add(new Column("Age", "date", "", 0, Cells::age));
        }
        return columns;
    }

    private static Column.Cell cell(String path, String type) {
        return (object, now) -> {
            JsonNode value = find(object, path);
            if (value.isMissingNode() || value.isNull()) {
                return NullNode.getInstance();
            }
            return type.equals("date") ? date(value, now) : shown(value, type);
        };
    }

    private static JsonNode date(JsonNode value, Instant now) {
        return Cells.text(Cells.since(value.asText(), now));
    }

    private static JsonNode shown(JsonNode value, String type) {
        boolean plain = type.equals("integer") || type.equals("number") || type.equals("boolean");
        return plain ? value : Cells.text(value.isContainerNode() ? value.toString() : value.asText());
    }

    private static JsonNode find(ObjectNode object, String path) {
        JsonNode found = object;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            if (step.group(1) != null) {
                found = found.path(step.group(1));
            } else if (step.group(2) != null) {
                found = found.path(Integer.parseInt(step.group(2)));
            } else {
                found = matching(found, step.group(3), step.group(4));
            }
        }
        return found;
    }

    private static JsonNode matching(JsonNode list, String field, String value) {
        for (JsonNode item : list) {
            if (item.path(field).asText().equals(value)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }
}
