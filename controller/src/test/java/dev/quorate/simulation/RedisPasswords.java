package dev.quorate.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The passwords of Redis: what clients come with, who read theirs a while ago, and whether a change is at its end. */
final class RedisPasswords {

    /** Less than the apps give their clients. */
    private static final Duration REMEMBERED = Duration.ofSeconds(100);

    /** @param secret the identity of the Secret: who has lost all may begin anew with another password */
    private record Known(String secret, String password, Instant at) {}

    private final World world;
    private final Map<App, Known> known = new HashMap<>();

    RedisPasswords(World world) {
        this.world = world;
    }

    /** A client comes to a member with what it has read. */
    void enter(App app, String address) {
        remembered(app).ifPresent(client -> {
            String login = "[\"AUTH\",\"" + client.password() + "\"]";
            world.simulator()
                    .request(address, ProgramRequest.post(6379, "/", login))
                    .filter(reply -> reply.body().contains("WRONGPASS"))
                    .ifPresent(reply -> Broken.unless(
                            false, "nobody is turned away", () -> "a client of " + app.name() + ": " + reply.body()));
        });
    }

    private Optional<Known> remembered(App app) {
        Instant now = world.time().now();
        Optional<Known> fresh = secret(app.name() + "-auth")
                .map(secret -> new Known(secret.at("/metadata/uid").asText(), value(secret, "password"), now));
        known.computeIfPresent(
                app,
                (any, read) -> fresh.filter(other -> other.secret().equals(read.secret())
                                        && read.at().plus(REMEMBERED).isAfter(now))
                                .isPresent()
                        ? read
                        : null);
        fresh.ifPresent(read -> known.putIfAbsent(app, read));
        return Optional.ofNullable(known.get(app));
    }

    /** Why members do not have what clients are told, and nothing else; empty when they do. */
    Optional<String> changing(App app, int generation) {
        List<String> told = secret(app.name() + "-auth").map(secret -> value(secret, "password")).stream()
                .toList();
        Optional<ObjectNode> keyring = secret(app.name() + "-keyring");
        List<String> taken = keyring.stream()
                .flatMap(secret -> value(secret, "passwords").lines())
                .toList();
        int made = keyring.map(secret -> value(secret, "generation"))
                .filter(text -> !text.isEmpty())
                .map(Integer::parseInt)
                .orElse(0);
        return taken.equals(told) && made >= generation
                ? Optional.empty()
                : Optional.of("members of " + app.name() + " take " + taken.size() + " passwords of generation " + made
                        + " of " + generation + (taken.containsAll(told) ? "" : ", and not that of clients"));
    }

    private Optional<ObjectNode> secret(String name) {
        return world.simulator().store().get(new Key(world.kind(Kind.SECRET), Workload.NAMESPACE, name));
    }

    private static String value(ObjectNode secret, String key) {
        return new String(
                Base64.getDecoder().decode(secret.path("data").path(key).asText()), StandardCharsets.UTF_8);
    }
}
