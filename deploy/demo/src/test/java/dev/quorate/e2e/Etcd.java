package dev.quorate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Reach;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** etcd, and its clients over its JSON gateway. */
record Etcd() implements MemberEngine {

    private static final int PORT = 2379;

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public Versions versions() {
        return new Versions(
                "3.5",
                List.of("3.5.26", "3.6"),
                Optional.of(new Versions.Jump("3.6", "Ask for version \"3.5.26\" or a later 3.5 first")));
    }

    @Override
    public String spec(String version, int replicas, String... more) {
        return MemberEngine.lines(name(), version, replicas, more);
    }

    @Override
    public String setting() {
        return "config: {snapshot-count: 5000}";
    }

    @Override
    public void write(AppLife app, String key, String value) {
        ask(app, "/v3/kv/put", "{\"key\": \"" + base64(key) + "\", \"value\": \"" + base64(value) + "\"}");
    }

    @Override
    public String read(AppLife app, String key) {
        JsonNode found = ask(app, "/v3/kv/range", "{\"key\": \"" + base64(key) + "\"}");
        return new String(Base64.getDecoder().decode(found.at("/kvs/0/value").asText()), StandardCharsets.UTF_8);
    }

    /** etcd adds nobody within five seconds of a lost connection between members, and says "unhealthy cluster". */
    @Override
    public void addStranger(AppLife app) {
        Reach.Call add =
                World.post("/v3/cluster/member/add", World.json("{\"peerURLs\": [\"http://somewhere-else:2380\"]}"));
        app.await(
                "etcd adds a member",
                () -> app.world().reply(app.pods().get(0), PORT, add).status() == 200);
    }

    private static JsonNode ask(AppLife app, String path, String body) {
        return app.world().ask(app.pods().get(0), PORT, path, World.json(body));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name();
    }
}
