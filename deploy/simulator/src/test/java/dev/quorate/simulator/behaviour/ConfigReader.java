package dev.quorate.simulator.behaviour;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Programs that do nothing but look at their ConfigMap. */
final class ConfigReader {

    private final Map<String, PodContext> pods = new HashMap<>();

    PodProgram of(PodContext context) {
        pods.put(context.name(), context);
        return new PodProgram() {
            @Override
            public void start() {}

            @Override
            public void stop() {}

            @Override
            public boolean ready() {
                return true;
            }
        };
    }

    String read(String pod) {
        return Objects.requireNonNull(pods.get(pod), pod).config("settings").getOrDefault("key", "");
    }
}
