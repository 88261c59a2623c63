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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether all is as the last commit says, and reported so. */
final class AtRest {

    private static final List<Kind> MADE =
            List.of(Kind.STATEFUL_SET, Kind.POD, Kind.SERVICE, Kind.CONFIG_MAP, Kind.POD_DISRUPTION_BUDGET);

    private final World world;
    private final Map<App, Wish> wanted;
    /** By its text: the same is looked at again and again until the next one comes. */
    private final Map<String, StatusReport> read = new HashMap<>();

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
        if (!wish.written()) {
            return gone(app, wish);
        }
        Templates templates = new Templates(world, app, wish);
        if (wish.life() == Wish.Life.SUSPENDED || templates.standsStill() || waits(app, wish)) {
            return unsaid(app);
        }
        if (wish.life() == Wish.Life.STOPPED) {
            return running(app).or(() -> unready(app)).or(() -> unreported(app, 0));
        }
        int live = world.invariants().replicas(app);
        if (live != wish.size()) {
            return Optional.of(app.name() + " has " + live + " replicas, not " + wish.size());
        }
        return members(app, wish.size())
                .or(() -> app.sentinels(1) == 0
                        ? Optional.empty()
                        : world.invariants().watchers(app).notExactly(app.sentinels(wish.size())))
                .or(templates::unwanted)
                .or(() -> narrow(app, wish))
                .or(() -> unready(app))
                .or(() -> unreported(app, wish.size() + app.sentinels(wish.size())));
    }

    /** Its file is gone. What had asked for that is gone too, but for its volumes. */
    private Optional<String> gone(App app, Wish wish) {
        Optional<ObjectNode> mirror = object(Kind.STATEFUL_APP, app.name());
        if (mirror.isEmpty() || mirror.get().at("/spec/suspend").asBoolean()) {
            return Optional.empty();
        }
        if (!mirror.get().at("/spec/source/released").asBoolean()) {
            return Optional.of(app.name() + " is not released");
        }
        return wish.deletes() ? left(app) : Optional.empty();
    }

    private Optional<String> left(App app) {
        return MADE.stream()
                .flatMap(kind -> objects(kind, app))
                .findFirst()
                .map(object -> object.path("kind").asText() + " "
                        + object.at("/metadata/name").asText() + " is left of " + app.name());
    }

    private Optional<String> running(App app) {
        return objects(Kind.POD, app)
                .findFirst()
                .map(pod -> pod.at("/metadata/name").asText() + " runs, and its app is to be stopped")
                .or(() -> world.invariants().replicas(app) > 0
                        ? Optional.of(app.name() + " is stopped and has replicas")
                        : Optional.empty());
    }

    /** Whether it depends on an app that stands still for a reason of its own. */
    private boolean waits(App app, Wish wish) {
        return wish.depends()
                && wanted.entrySet().stream()
                        .filter(other -> other.getKey().name().equals(app.other()))
                        .anyMatch(other -> new Templates(world, other.getKey(), other.getValue()).standsStill());
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
        // A set is not made anew while its pods run two templates: the newer one alone would be remembered.
        return !wish.rolls() || room(Kind.STATEFUL_SET, app.name(), made).equals(wish.room())
                ? Optional.empty()
                : Optional.of(app.name() + " does not make volumes of " + wish.room());
    }

    private String room(Kind kind, String name, String where) {
        return object(kind, name).map(tree -> tree.at(where).asText()).orElse("");
    }

    private Optional<String> unready(App app) {
        JsonNode conditions = conditions(app);
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")) {
                return Optional.empty();
            }
        }
        return Optional.of(app.name() + " is not Ready: " + conditions);
    }

    /** It need not be Ready, but somebody must have looked at it. */
    private Optional<String> unsaid(App app) {
        return conditions(app).isEmpty() ? Optional.of(app.name() + " has no condition") : Optional.empty();
    }

    private JsonNode conditions(App app) {
        return object(Kind.STATEFUL_APP, app.name())
                .map(tree -> tree.at("/status/conditions"))
                .orElseGet(MissingNode::getInstance);
    }

    private Optional<ObjectNode> object(Kind kind, String name) {
        return world.simulator().store().get(new Key(world.kind(kind), Workload.NAMESPACE, name));
    }

    private Stream<ObjectNode> objects(Kind kind, App app) {
        return world.simulator().store().list(world.kind(kind), Optional.of(Workload.NAMESPACE)).stream()
                .filter(object -> (object.at("/metadata/name").asText() + "-").startsWith(app.name() + "-"));
    }

    private Optional<String> unreported(App app, int size) {
        String path = Layout.status(new AppName(Workload.NAMESPACE, app.name()));
        Optional<String> text = world.reports().file(path);
        if (text.isEmpty()) {
            return Optional.of(app.name() + " was never reported to Git");
        }
        StatusReport report = read.computeIfAbsent(text.get(), written -> read(path, written));
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
