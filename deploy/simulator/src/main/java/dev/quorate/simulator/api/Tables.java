package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.table.Column;
import dev.quorate.simulator.api.table.Columns;
import dev.quorate.simulator.api.table.CustomColumns;
import dev.quorate.simulator.store.Metadata;
import java.time.InstantSource;
import java.util.List;

/** Lists and objects as tables. */
final class Tables {

    private final InstantSource clock;

    Tables(InstantSource clock) {
        this.clock = clock;
    }

    ObjectNode ofList(Resource resource, ObjectNode list, String apiVersion, String include) {
        List<Column> columns = columns(resource);
        ObjectNode metadata = list.path("metadata").deepCopy();
        if (metadata.path("continue").asText().isEmpty()) {
            metadata.remove("continue");
        }
        ObjectNode table = start(apiVersion, metadata);
        define(table, columns);
        ArrayNode rows = table.putArray("rows");
        list.path("items").forEach(item -> rows.add(row(columns, (ObjectNode) item, apiVersion, include)));
        return table;
    }

    /** @param first whether the columns are described; in a watch only the first event does */
    ObjectNode ofOne(Resource resource, ObjectNode object, String apiVersion, String include, boolean first) {
        List<Column> columns = columns(resource);
        ObjectNode metadata = Json.object().put("resourceVersion", Metadata.resourceVersion(object));
        ObjectNode table = start(apiVersion, metadata);
        if (first) {
            define(table, columns);
        } else {
            table.putNull("columnDefinitions");
        }
        table.putArray("rows").add(row(columns, object, apiVersion, include));
        return table;
    }

    private static List<Column> columns(Resource resource) {
        return resource.custom().map(CustomColumns::of).orElseGet(() -> Columns.of(resource.kind()));
    }

    private static ObjectNode start(String apiVersion, JsonNode metadata) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", apiVersion);
        table.set("metadata", metadata);
        return table;
    }

    private static void define(ObjectNode table, List<Column> columns) {
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", "")
                    .put("priority", column.priority());
        }
    }

    private ObjectNode row(List<Column> columns, ObjectNode object, String apiVersion, String include) {
        ObjectNode row = Json.object();
        ArrayNode cells = row.putArray("cells");
        columns.forEach(column -> cells.add(column.cell().of(object, clock.instant())));
        if (include.equals("Object")) {
            row.set("object", object);
        } else if (include.equals("Metadata")) {
            ObjectNode partial =
                    row.putObject("object").put("kind", "PartialObjectMetadata").put("apiVersion", apiVersion);
            partial.set("metadata", object.path("metadata"));
        } else {
            row.putNull("object");
        }
        return row;
    }
}
