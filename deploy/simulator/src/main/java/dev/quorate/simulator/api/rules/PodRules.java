package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a pod spec must have. */
final class PodRules {

    private PodRules() {}

    static List<Violation> check(JsonNode spec, String path) {
        List<Violation> found = new ArrayList<>();
        volumes(spec.path("volumes"), path + ".volumes", found);
        if (spec.path("containers").isEmpty()) {
            found.add(Violation.required(path + ".containers", ""));
        }
        Set<String> names = new HashSet<>();
        for (String list : List.of("initContainers", "containers")) {
            int index = 0;
            for (JsonNode container : spec.path(list)) {
                container(container, path + "." + list + "[" + index + "]", names, found);
                index++;
            }
        }
        return found;
    }

    private static void container(JsonNode container, String path, Set<String> names, List<Violation> found) {
        String name = container.path("name").asText();
        if (name.isEmpty()) {
            found.add(Violation.required(path + ".name", ""));
        } else if (!names.add(name)) {
            found.add(new Violation("FieldValueDuplicate", "Duplicate value: \"" + name + "\"", path + ".name"));
        }
        if (container.path("image").asText().isEmpty()) {
            found.add(Violation.required(path + ".image", ""));
        }
    }

    private static void volumes(JsonNode volumes, String path, List<Violation> found) {
        int index = 0;
        for (JsonNode volume : volumes) {
            List<String> sources = new ArrayList<>();
            volume.fieldNames().forEachRemaining(sources::add);
            sources.remove("name");
            if (sources.size() > 1) {
                List<String> extra = sources.stream()
                        .filter(source -> !source.equals("emptyDir"))
                        .toList();
                found.add(Violation.forbidden(
                        path + "[" + index + "]." + extra.get(extra.size() - 1),
                        "may not specify more than 1 volume type"));
            }
            index++;
        }
    }
}
