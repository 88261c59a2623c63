package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;

/** A label selector: matchLabels with matchExpressions, or the plain map of a Service. */
record Selector(Map<String, String> equal, List<Expression> expressions) {

    static final Selector EVERYTHING = new Selector(Map.of(), List.of());

    record Expression(String key, String operator, Set<String> values) {

        boolean matches(JsonNode labels) {
            JsonNode value = labels.path(key);
            return switch (operator) {
                case "In" -> values.contains(value.asText()) && !value.isMissingNode();
                case "NotIn" -> value.isMissingNode() || !values.contains(value.asText());
                case "Exists" -> !value.isMissingNode();
                case "DoesNotExist" -> value.isMissingNode();
                case "Gt" -> compared(value) > 0;
                case "Lt" -> compared(value) < 0;
                default -> throw new IllegalArgumentException("Unknown operator of a label selector: " + operator);
            };
        }

        /** Node selectors compare whole numbers; what is none is equal, and so matches neither. */
        private int compared(JsonNode value) {
            try {
                return Long.compare(
                        Long.parseLong(value.asText()),
                        Long.parseLong(values.iterator().next()));
            } catch (NumberFormatException | NoSuchElementException e) {
                return 0;
            }
        }
    }

    /** From a LabelSelector or a term of a node selector; an empty one matches everything. */
    static Selector of(JsonNode labelSelector) {
        List<Expression> expressions = new ArrayList<>();
        for (JsonNode each : labelSelector.path("matchExpressions")) {
            Set<String> values = new TreeSet<>();
            each.path("values").forEach(value -> values.add(value.asText()));
            expressions.add(new Expression(
                    each.path("key").asText(), each.path("operator").asText(), values));
        }
        return new Selector(strings(labelSelector.path("matchLabels")), List.copyOf(expressions));
    }

    /** From the selector of a Service. */
    static Selector ofMap(JsonNode labels) {
        return new Selector(strings(labels), List.of());
    }

    boolean matches(JsonNode labels) {
        for (Map.Entry<String, String> pair : equal.entrySet()) {
            if (!labels.path(pair.getKey()).asText().equals(pair.getValue()) || !labels.has(pair.getKey())) {
                return false;
            }
        }
        return expressions.stream().allMatch(each -> each.matches(labels));
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> pairs = new LinkedHashMap<>();
        object.properties()
                .forEach(pair -> pairs.put(pair.getKey(), pair.getValue().asText()));
        return pairs;
    }
}
