package dev.quorate.simulator.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Large requests, of which the recordings hold a description only. */
final class Generated {

    private static final Map<Pattern, Function<MatchResult, String>> BODIES = Map.of(
            Pattern.compile("ConfigMap (\\w+) with data.k of (\\d+) x characters"),
            form -> object("ConfigMap", form.group(1), "", "\"data\":" + filled(form.group(2))),
            Pattern.compile("Secret (\\w+) with stringData.k of (\\d+) x characters"),
            form -> object("Secret", form.group(1), "", "\"stringData\":" + filled(form.group(2))),
            Pattern.compile("ConfigMap (\\w+) with one annotation of (\\d+) x characters"),
            form -> object("ConfigMap", form.group(1), ",\"annotations\":" + filled(form.group(2)), "\"data\":{}"),
            Pattern.compile("merge patch with data.k of (\\d+) x characters"),
            form -> "{\"data\":" + filled(form.group(1)) + "}",
            Pattern.compile("(\\d+) times \\{op: test, path: /kind, value: ConfigMap}"),
            form -> "["
                    + "{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"ConfigMap\"},"
                            .repeat(Integer.parseInt(form.group(1)))
                            .replaceAll(",$", "")
                    + "]",
            Pattern.compile("ConfigMap whose metadata nests (\\d+) objects"),
            form -> "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":"
                    + "{\"a\":".repeat(Integer.parseInt(form.group(1))) + "1"
                    + "}".repeat(Integer.parseInt(form.group(1))) + "}",
            Pattern.compile("ConfigMap utf with data.k of bytes ff fe"),
            form -> object("ConfigMap", "utf", "", "\"data\":{\"k\":\"" + notUtf8() + "\"}"));

    private Generated() {}

    static String body(String described) {
        for (Map.Entry<Pattern, Function<MatchResult, String>> form : BODIES.entrySet()) {
            Matcher found = form.getKey().matcher(described);
            if (found.matches()) {
                return form.getValue().apply(found.toMatchResult());
            }
        }
        throw new IllegalArgumentException(described);
    }

    static String path(String recorded) {
        return recorded.replace("<a repeated 9000 times>", "a".repeat(9000));
    }

    private static String object(String kind, String name, String metadata, String content) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"" + name + "\"" + metadata
                + "}," + content + "}";
    }

    private static String filled(String length) {
        return "{\"k\":\"" + "x".repeat(Integer.parseInt(length)) + "\"}";
    }

    /** As the bytes arrive here, after the HTTP layer has read them as text. */
    private static String notUtf8() {
        return new String(new byte[] {(byte) 0xff, (byte) 0xfe}, StandardCharsets.UTF_8);
    }
}
