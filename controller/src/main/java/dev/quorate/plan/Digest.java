package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** A short digest of a tree, the same for every order of its keys. */
final class Digest {

    private Digest() {}

    static String of(JsonNode tree) {
        StringBuilder canonical = new StringBuilder();
        write(tree, canonical);
        byte[] hash = sha256().digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            sorted.forEach((key, value) -> {
                out.append('{').append(key.length()).append(':').append(key);
                write(value, out);
            });
            out.append('}');
        } else if (node.isArray()) {
            node.forEach(item -> {
                out.append('[');
                write(item, out);
            });
            out.append(']');
        } else {
            out.append(node);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
