package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;

/** A number, or a percentage of one. */
final class IntOrPercent {

    private static final int HUNDRED = 100;

    private IntOrPercent() {}

    static int roundedUp(JsonNode value, int total) {
        return isPercent(value) ? (total * percent(value) + HUNDRED - 1) / HUNDRED : value.asInt();
    }

    static int roundedDown(JsonNode value, int total) {
        return isPercent(value) ? total * percent(value) / HUNDRED : value.asInt();
    }

    private static boolean isPercent(JsonNode value) {
        return value.asText().endsWith("%");
    }

    private static int percent(JsonNode value) {
        String text = value.asText();
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }
}
