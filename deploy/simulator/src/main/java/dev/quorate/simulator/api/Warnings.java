package dev.quorate.simulator.api;

import java.util.List;

/** The Warning header, one value for each. */
final class Warnings {

    private Warnings() {}

    static ApiReply on(ApiReply reply, List<String> warnings) {
        return reply.with(
                "warning",
                warnings.stream()
                        .map(text -> "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                        .toList());
    }
}
