package dev.quorate.simulator.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.simulator.behaviour.PodContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a member gives to others, the first, and takes from others: as the Secret that its pod mounts shows it now. */
record Passwords(List<String> all) {

    static Passwords of(PodContext pod) {
        return new Passwords(
                pod.config("keyring").getOrDefault("passwords", "").lines().toList());
    }

    boolean take(String password) {
        return all.contains(password);
    }

    /** Whether who has the other ones is let in. */
    boolean admit(Passwords other) {
        return !other.all.isEmpty() && take(other.all.get(0));
    }

    /** To {@code AUTH}. */
    JsonNode login(List<String> words) {
        return take(words.get(words.size() - 1))
                ? Words.ok()
                : Words.error("WRONGPASS invalid username-password pair or user is disabled.");
    }

    /** To {@code ACL GETUSER}: as hashes. */
    JsonNode user() {
        ArrayNode hashes = JsonNodeFactory.instance.arrayNode();
        all.forEach(password -> hashes.add(hash(password)));
        return JsonNodeFactory.instance.arrayNode().add("passwords").add(hashes);
    }

    private static String hash(String password) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
