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
    private final Map<App, Integer> wanted;

    AtRest(World world, Map<App, Integer> wanted) {
        this.world = world;
        this.wanted = wanted;
    }

    /** What is not yet as it should be; empty when all is. */
    Optional<String> restless() {
        if (!world.nobodySleeps()) {
            return Optional.of("a process is still frozen");
        }
        for (Map.Entry<App, Integer> app : wanted.entrySet()) {
            Optional<String> why = restless(app.getKey(), app.getValue());
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private Optional<String> restless(App app, int size) {
        int live = world.invariants().replicas(app);
        if (live != size) {
            return Optional.of(app.name() + " has " + live + " replicas, not " + size);
        }
        return members(app, size).or(() -> unready(app)).or(() -> unreported(app, size));
    }

    private Optional<String> members(App app, int size) {
        return app.members() ? world.invariants().members(app).notExactly(size) : Optional.empty();
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
