package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold after every event, whatever went wrong before. */
final class Invariants {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REMOVE = "/remove";
    private static final String FORGET = "forget_cluster_node ";
    private static final String PARTIAL = "no vote is taken on a partial view";
    private static final String ADD = "/add";
    private static final Duration DEAD_AFTER = Duration.ofSeconds(10);

    /** So long one observation may take: who falls silent in it is found silent by the next. */
    private static final Duration ONE_LOOK = Duration.ofSeconds(1);

    private final World world;
    private final List<App> apps;
    private final Map<App, Members> members = new HashMap<>();
    private final Map<App, Members> watchers = new HashMap<>();
    private final Map<App, Memories> memories = new HashMap<>();
    private final Map<App, Orders> orders = new HashMap<>();
    private final Map<App, Answers> answers = new HashMap<>();
    private final Map<App, Takeover> takeovers = new HashMap<>();
    private final Map<App, String> readiness = new HashMap<>();
    private final Set<App> scaledByHand = new HashSet<>();
    private final Map<App, Integer> replicas = new HashMap<>();

    Invariants(World world, List<App> apps) {
        this.world = world;
        this.apps = apps;
        for (App app : apps) {
            members.put(app, new Members(world, app));
            watchers.put(app, new Members(world, app, app.watchers()));
            Memories memory = new Memories(world, app);
            memories.put(app, memory);
            orders.put(app, new Orders(world, app, memory));
            answers.put(app, new Answers(world, app, memory));
            takeovers.put(app, new Takeover(world, app, memory));
        }
    }

    Members members(App app) {
        return Optional.ofNullable(members.get(app)).orElseThrow();
    }

    /** Those that watch the members of an app. */
    Members watchers(App app) {
        return Optional.ofNullable(watchers.get(app)).orElseThrow();
    }

    Takeover takeover(App app) {
        return Optional.ofNullable(takeovers.get(app)).orElseThrow();
    }

    private Answers answers(App app) {
        return Optional.ofNullable(answers.get(app)).orElseThrow();
    }

    private Memories memory(App app) {
        return Optional.ofNullable(memories.get(app)).orElseThrow();
    }

    void check() {
        List<Running.View> running = world.running().in(Workload.NAMESPACE);
        for (App app : apps) {
            memory(app).look();
            answers(app).look();
            takeover(app).look();
            if (app.members()) {
                members(app).look(running);
                watchers(app).look(running);
            }
            remember(app, replicas(app));
        }
    }

    /** A call to a member leaves that could not be known to come too late. */
    void beforeMemberCall(String pod, OurCall call, Map<String, Instant> silentSince) {
        for (App app : apps) {
            if (pod.startsWith(app.name() + "-") && removed(call).isPresent()) {
                check();
                mayRemove(app, call, silentSince);
            } else if (pod.startsWith(app.name() + "-") && call.what().endsWith(ADD) && !call.late()) {
                memory(app).mayAdd(call.what());
            }
        }
    }

    private void mayRemove(App app, OurCall call, Map<String, Instant> silentSince) {
        String id = removed(call).orElseThrow();
        if (!members(app).isVoter(id)) {
            answers(app).mayRemove(id, memory(app).operation(), call);
            return;
        }
        memory(app).mayRemove(id, call.what());
        members(app).mayRemove(id, call.what());
        members(app)
                .lostSince(id, silentSince)
                .ifPresent(since -> Broken.unless(
                        !tooEarly(since), PARTIAL, () -> id + " is lost since " + since + " at " + call.what()));
        silentSince.forEach((silent, since) -> Broken.unless(
                !silent.startsWith(app.name() + "-")
                        || !tooEarly(since)
                        || !members(app).voting().contains(silent),
                PARTIAL,
                () -> silent + " is silent since " + since + " at " + call.what()));
    }

    /** Whom a call removes; each engine has its own words for it. */
    private static Optional<String> removed(OurCall call) {
        if (call.what().contains(FORGET)) {
            return Optional.of(call.what().substring(call.what().indexOf(FORGET) + FORGET.length()));
        }
        if (!call.what().endsWith(REMOVE)) {
            return Optional.empty();
        }
        JsonNode body = parsed(call.body());
        return Optional.of(body.path(body.has("ID") ? "ID" : "id").asText());
    }

    /** Silent for longer than one look takes, and not yet long enough to be dead. */
    private boolean tooEarly(Instant silentSince) {
        Instant now = world.time().now();
        return silentSince.isBefore(now.minus(ONE_LOOK)) && silentSince.isAfter(now.minus(DEAD_AFTER));
    }

    void afterOurCall(OurCall call) {
        List<Running.View> running = world.running().in(Workload.NAMESPACE);
        for (App app : apps) {
            memory(app).look();
            int seen = replicas(app);
            int before = replicas.getOrDefault(app, seen);
            int now = seen < 0 ? before : seen;
            sizeChanges(app, call, before, now);
            if (app.members()) {
                members(app).look(running);
                watchers(app).look(running);
                podsGo(app, call, before, now);
            }
            touched(app, call);
            answers(app).afterCall(call);
            takeover(app).look();
            remember(app, seen);
            if (call.writesStatusOf(app.name())) {
                said(app, call);
            }
        }
    }

    private void sizeChanges(App app, OurCall call, int before, int now) {
        boolean putBack = now != before && scaledByHand.remove(app);
        Broken.unless(
                now == before
                        || (putBack && call.makes())
                        || before < 0
                        || !call.touchesSet()
                        || call.body().equals("application/json-patch+json"),
                "replicas change by their own patch alone",
                () -> app.name() + " went from " + before + " to " + now + " by " + call.what());
        Optional.ofNullable(orders.get(app)).orElseThrow().afterCall(call, before, now);
    }

    private void podsGo(App app, OurCall call, int before, int now) {
        boolean ends = memory(app).ends();
        if (!ends) {
            members(app).podsGo(now, before, call.what());
        }
        call.deletesPod()
                .filter(pod -> pod.startsWith(app.name() + "-") && !call.late() && !ends && terminating(pod))
                .ifPresent(pod -> {
                    members(app).mayRestart(pod, call.what());
                    watchers(app).mayRestart(pod, call.what());
                    Optional.ofNullable(orders.get(app)).orElseThrow().podGoes(pod, call);
                });
    }

    private void touched(App app, OurCall call) {
        Broken.unless(
                call.late() || !call.touches(app.name()) || !memory(app).leftAlone(),
                "what is suspended or nobody's is left alone",
                call::what);
    }

    private boolean terminating(String pod) {
        return world.simulator()
                .store()
                .get(new Key(world.kind(Kind.POD), Workload.NAMESPACE, pod))
                .filter(found -> found.path("metadata").has("deletionTimestamp"))
                .isPresent();
    }

    /** What people read is so, and says why. */
    private void said(App app, OurCall call) {
        Optional<Manifest> mirror = memory(app).mirror();
        if (mirror.isEmpty()) {
            return;
        }
        for (JsonNode condition : mirror.get().at("/status/conditions")) {
            boolean holds = condition.path("status").asText().equals("True");
            boolean ready = condition.path("type").asText().equals("Ready");
            boolean stalled = condition.path("type").asText().equals("Stalled");
            boolean refused = (ready && !holds) || (stalled && holds);
            Broken.unless(
                    !refused || !condition.path("message").asText().isBlank(),
                    "every refusal has a sentence",
                    condition::toString);
            if (ready && news(app, condition) && holds && app.members() && !call.late()) {
                reallyReady(app, wanted(mirror.get()));
            }
        }
    }

    /** A write of the memory repeats what was said before: only what is said anew must be so. */
    private boolean news(App app, JsonNode ready) {
        String said = ready.path("status").asText() + " of "
                + ready.path("observedGeneration").asText();
        return !said.equals(readiness.put(app, said));
    }

    /** Of a size that follows requests Git says no more than the bounds. */
    private static int wanted(Manifest mirror) {
        JsonNode accepted = mirror.at("/status/memory/accepted/0");
        boolean observers = mirror.at("/spec/components").isObject();
        boolean follows = mirror.at("/spec/autoscale").isObject() || (accepted.isObject() && !observers);
        return mirror.at(follows ? "/status/replicas/desired" : "/spec/replicas")
                .asInt();
    }

    private void reallyReady(App app, int wanted) {
        Optional<Integer> voters = members(app).voters();
        Broken.unless(
                voters.isEmpty() || (voters.get() == wanted && !members(app).learns()),
                "Ready is said only of what is so",
                () -> app.name() + " is called Ready with " + voters.get() + " voters, and " + wanted + " are wanted");
    }

    /** A set that is made anew has the size of before somebody changed it. */
    void scaledByHand(App app) {
        scaledByHand.add(app);
    }

    /** Somebody took the set away: the next one has the size that is asked for by then. */
    void setGone(App app) {
        replicas.remove(app);
    }

    private void remember(App app, int now) {
        if (now >= 0) {
            replicas.put(app, now);
        } else if (memory(app).ends()) {
            replicas.remove(app);
        }
    }

    /** Less than none while there is no set. */
    int replicas(App app) {
        Key key = new Key(world.kind(Kind.STATEFUL_SET), Workload.NAMESPACE, app.name());
        return world.simulator()
                .store()
                .get(key)
                .map(tree -> tree.path("spec").path("replicas").asInt())
                .orElse(-1);
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }
}
