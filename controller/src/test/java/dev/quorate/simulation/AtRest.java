package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.InvalidReportException;
import dev.quorate.schema.Layout;
import dev.quorate.schema.StatusReader;
import dev.quorate.schema.StatusReport;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Whether all is as the last commit says, and reported so. */
final class AtRest {

    private final World world;
    private final Map<App, Wish> wanted;

    AtRest(World world, Map<App, Wish> wanted) {
        this.world = world;
        this.wanted = wanted;
    }

    /** What is not yet as it should be; empty when all is. */
    Optional<String> restless() {
        if (!world.nobodySleeps()) {
            return Optional.of("a process is still frozen");
        }
        for (Map.Entry<App, Wish> app : wanted.entrySet()) {
            Optional<String> why = restless(app.getKey(), app.getValue());
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private Optional<String> restless(App app, Wish wish) {
        int size = wish.size();
        int live = world.invariants().replicas(app);
        if (live != size) {
            return Optional.of(app.name() + " has " + live + " replicas, not " + size);
        }
        return members(app, size)
                .or(() -> narrow(app, wish))
                .or(() -> unready(app))
                .or(() -> unreported(app, size));
    }

    private Optional<String> members(App app, int size) {
        return app.members() ? world.invariants().members(app).notExactly(size) : Optional.empty();
    }

    private Optional<String> narrow(App app, Wish wish) {
        for (int ordinal = 0; ordinal < wish.size(); ordinal++) {
            String claim = "data-" + app.name() + "-" + ordinal;
            if (!room(Kind.PERSISTENT_VOLUME_CLAIM, claim, "/status/capacity/storage")
                    .equals(wish.room())) {
                return Optional.of(claim + " has not " + wish.room());
            }
        }
        String made = "/spec/volumeClaimTemplates/0/spec/resources/requests/storage";
        return room(Kind.STATEFUL_SET, app.name(), made).equals(wish.room())
                ? Optional.empty()
                : Optional.of(app.name() + " does not make volumes of " + wish.room());
    }

    private String room(Kind kind, String name, String where) {
        return world.simulator()
                .store()
                .get(new Key(world.kind(kind), Workload.NAMESPACE, name))
                .map(tree -> tree.at(where).asText())
                .orElse("");
    }

    private Optional<String> unready(App app) {
        Key key = new Key(world.kind(Kind.STATEFUL_APP), Workload.NAMESPACE, app.name());
        Optional<ObjectNode> mirror = world.simulator().store().get(key);
        JsonNode conditions = mirror.map(tree -> tree.at("/status/conditions")).orElseGet(MissingNode::getInstance);
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")) {
                return Optional.empty();
            }
        }
        return Optional.of(app.name() + " is not Ready: " + conditions);
    }

    private Optional<String> unreported(App app, int size) {
        String path = Layout.status(new AppName(Workload.NAMESPACE, app.name()));
        Optional<String> text = world.reports().file(path);
        if (text.isEmpty()) {
            return Optional.of(app.name() + " was never reported to Git");
        }
        StatusReport report = read(path, text.get());
        boolean ready = report.conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals(Condition.READY) && condition.status() == Condition.Status.TRUE);
        return ready && report.replicas().desired() == size && report.replicas().ready() == size
                ? Optional.empty()
                : Optional.of("the report of " + app.name() + " is not of the end: " + text.get());
    }

    private static StatusReport read(String path, String text) {
        try {
            return StatusReader.report(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidReportException e) {
            Broken.unless(false, "reports can be read back", e::getMessage);
            throw new IllegalStateException(e);
        }
    }
}
