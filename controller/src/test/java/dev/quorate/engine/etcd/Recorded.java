package dev.quorate.engine.etcd;

import dev.quorate.engine.Reach.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What real members answered, by version and by the name that the recording gives to the exchange. */
final class Recorded {

    private final Map<String, Reply> replies = new HashMap<>();

    private Recorded(String text) {
        for (String exchange : text.split("(?m)^--- ", -1)) {
            List<String> lines = exchange.lines().toList();
            if (lines.size() >= 3 && lines.get(0).contains(": POST ")) {
                String status = lines.get(2);
                replies.put(
                        lines.get(0).substring(0, lines.get(0).indexOf(": POST ")),
                        new Reply(Integer.parseInt(status.substring(1, status.length() - 1)), lines.get(1)));
            }
        }
    }

    static Recorded of(String version) {
        String name = "replies-" + version + ".txt";
        try (InputStream file = Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name)) {
            return new Recorded(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply reply(String name) {
        return Optional.ofNullable(replies.get(name))
                .orElseThrow(() -> new AssertionError("no exchange " + name + " in " + replies.keySet()));
    }
}
