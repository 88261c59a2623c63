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
import dev.quorate.simulator.engine.etcd.EtcdNetwork;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One seed: a rough while full of commits and accidents, then quiet, in which everything must come to rest as Git says. */
final class Run {

    private static final Duration ROUGH = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofMinutes(40);

    private final long seed;
    private final World world;
    private final Workload workload;

    Run(long seed) {
        this.seed = seed;
        this.world = new World(seed);
        this.workload = new Workload(world);
    }

    /** What all seeds together went through: a simulation in which nothing happens proves nothing. */
    static final class Totals {
        private int crashes;
        private int rollouts;

        int crashes() {
            return crashes;
        }

        int rollouts() {
            return rollouts;
        }

        @Override
        public String toString() {
            return crashes + " crashes, " + rollouts + " rollouts";
        }
    }

    /** @return what went wrong, with the line to replay it */
    Optional<String> go(Totals totals) {
        try {
            rough();
            quiet();
            totals.crashes += world.lives() - 1;
            totals.rollouts += (int) world.reports().files().keySet().stream()
                    .filter(path -> path.contains("/rollouts/"))
                    .count();
            return Optional.empty();
        } catch (Invariants.Broken broken) {
            return Optional.of(report(broken.rule()));
        } catch (RuntimeException fault) {
            return Optional.of(report(trace(fault)));
        }
    }

    private static String trace(RuntimeException fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** Everything that happened, to be compared with another run of the same seed. */
    String history() {
        go(new Totals());
        return world.timeline().text();
    }

    private String report(String what) {
        return "seed " + seed + ": " + what + "\n  replay: -Dquorate.simulation.seed=" + seed + "\n"
                + world.timeline().text();
    }

    private void rough() {
        Setup.install(world);
        workload.firstCommit();
        double scale = world.chance().next();
        world.chance()
                .faults(new Chance.Faults(
                        0.02 * scale,
                        0.02 * scale,
                        0.02 * scale,
                        0.02 * scale,
                        0.1 * scale,
                        0.02 * scale,
                        0.1 * scale,
                        0.2 * scale));
        Instant end = world.time().now().plus(ROUGH);
        Instant nextAction = world.time().now().plus(Duration.ofSeconds(5));
        while (world.time().now().isBefore(end)) {
            world.step(nextAction);
            if (!world.time().now().isBefore(nextAction)) {
                act();
                nextAction = world.time()
                        .now()
                        .plus(Duration.ofMillis(500 + world.chance().below(20_000)));
            }
        }
    }

    private void act() {
        workload.write();
        switch (world.chance().below(4)) {
            case 0 -> workload.randomCommit();
            case 1 -> workload.accident();
            default -> workload.write();
        }
        world.invariants().check();
    }

    private void quiet() {
        world.chance().faults(Chance.Faults.NONE);
        workload.lastCommit();
        Instant end = world.time().now().plus(QUIET);
        while (world.time().now().isBefore(end)) {
            world.step(end);
            if (restless().isEmpty()) {
                return;
            }
        }
        restless().ifPresent(why -> {
            throw new Invariants.Broken("it converges: after " + QUIET.toMinutes() + " quiet minutes " + why);
        });
    }

    /** What is not yet as the last commit says; empty when all is. */
    private Optional<String> restless() {
        return wrongReplicas(Workload.LOCKS, workload.locks())
                .or(() -> wrongReplicas(Workload.WEB, workload.web()))
                .or(this::wrongMembers)
                .or(() -> unready(Workload.LOCKS))
                .or(() -> unready(Workload.WEB))
                .or(this::unreported);
    }

    private Optional<String> wrongReplicas(String name, int wanted) {
        int live = object(Kind.STATEFUL_SET, name)
                .map(set -> set.at("/spec/replicas").asInt())
                .orElse(-1);
        return live == wanted ? Optional.empty() : Optional.of(name + " has " + live + " replicas, not " + wanted);
    }

    private Optional<String> wrongMembers() {
        var views = world.simulator().etcd().running(Workload.NAMESPACE);
        long voters =
                views.stream().filter(view -> view.member() && !view.learner()).count();
        boolean agreed =
                views.stream().filter(EtcdNetwork.View::leader).anyMatch(view -> view.voters() == workload.locks());
        return agreed && voters == workload.locks() ? Optional.empty() : Optional.of("the voters are " + views);
    }

    private Optional<String> unready(String name) {
        JsonNode conditions = object(Kind.STATEFUL_APP, name)
                .map(mirror -> mirror.at("/status/conditions"))
                .orElseGet(MissingNode::getInstance);
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")) {
                return Optional.empty();
            }
        }
        return Optional.of(name + " is not Ready: " + conditions);
    }

    private Optional<String> unreported() {
        return unreported(Workload.LOCKS, workload.locks()).or(() -> unreported(Workload.WEB, workload.web()));
    }

    private Optional<String> unreported(String name, int wanted) {
        String path = Layout.status(new AppName(Workload.NAMESPACE, name));
        String text = world.reports().files().getOrDefault(path, "");
        if (text.isEmpty()) {
            return Optional.of(name + " was never reported to Git");
        }
        StatusReport report = read(path, text);
        boolean ready = report.conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals(Condition.READY) && condition.status() == Condition.Status.TRUE);
        return ready
                        && report.replicas().desired() == wanted
                        && report.replicas().ready() == wanted
                ? Optional.empty()
                : Optional.of("the report of " + name + " is not of the end: " + text);
    }

    private static StatusReport read(String path, String text) {
        try {
            return StatusReader.report(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidReportException e) {
            throw new Invariants.Broken("reports can be read back: " + e.getMessage());
        }
    }

    private Optional<ObjectNode> object(Kind kind, String name) {
        return world.simulator().store().get(new Key(world.kind(kind), Workload.NAMESPACE, name));
    }
}
