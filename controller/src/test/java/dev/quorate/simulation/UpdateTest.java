package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.engine.etcd.EtcdNetwork;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** New templates from commit to pods, for both ways of replacing them; the invariants hold after each event. */
@Tag("simulation")
class UpdateTest {

    private static final String WEB = App.WEB.name();
    private static final String LOCKS = App.LOCKS.name();
    private static final int SIZE = 3;
    private static final String GOOD_WEB = "image: nginx:1.27";
    private static final String GOOD_LOCKS = "etcd: {}";

    private final World world = World.calm(List.of(App.LOCKS, App.WEB));
    private final Set<Integer> away = new HashSet<>();

    @Test
    void eachPodGetsTheNewTemplateOneAfterTheOtherAndTheLeaderLast() {
        install();
        String leader = leader();
        Map<String, String> before = uids();

        commit("another template", "image: nginx:1.28", "config: {snapshot-count: 5000}");
        await("all pods are new", () -> ready() && replaced(before) == 2 * SIZE);
        await("the partition rests again", () -> partition() == SIZE);

        assertTrue(away.stream().allMatch(count -> count <= 1), "one pod of an app at a time: " + away);
        assertEquals(leader, newest(LOCKS), () -> world.timeline().text());
        assertEquals("nginx:1.28", image(WEB, 0));
        assertTrue(set(LOCKS)
                .at("/metadata/annotations/kubernetes.io~1change-cause")
                .asText()
                .startsWith("commit "));
    }

    @Test
    void aBadTemplateStaysAtOnePodUntilItIsTakenBack() {
        install();
        Map<String, String> before = uids();

        commit("a bad image", "image: broken/nginx:1", "etcd: {image: \"broken/etcd:3.5.16\"}");
        await("people are told", () -> stalled(WEB) && stalled(LOCKS));
        assertEquals(2, replaced(before), () -> world.timeline().text());
        Map<String, String> stuck = uids();

        commit("taken back", GOOD_WEB, GOOD_LOCKS);
        await("all is as before", () -> ready() && ready(WEB) && ready(LOCKS));
        assertEquals(2, replaced(stuck), "only the stuck pods are made anew");
        assertEquals(2, replaced(before));
    }

    @Test
    void aPausedUpdateRestsAfterTheFirstPod() {
        install();
        Map<String, String> before = uids();

        commit("a canary", "image: nginx:1.28", GOOD_LOCKS, "paused: true");
        await("the canary runs", () -> ready() && replaced(before) == 1 && condition(WEB, "Ready", "Paused"));
        run(Duration.ofMinutes(20));
        assertEquals(1, replaced(before));

        commit("go on", "image: nginx:1.28", GOOD_LOCKS);
        await("all pods are new", () -> ready() && replaced(before) == SIZE);
    }

    private void install() {
        Setup.install(world);
        commit("two apps", GOOD_WEB, GOOD_LOCKS);
        await("both run", () -> ready() && ready(WEB) && ready(LOCKS));
        away.clear();
    }

    private void commit(String subject, String web, String locks) {
        commit(subject, web, locks, "");
    }

    private void commit(String subject, String web, String locks, String webToo) {
        String head = "apiVersion: quorate.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: %s, namespace: shop}\n";
        String plain = head.formatted(WEB) + "spec:\n  engine: statefulset\n  replicas: 3\n  " + webToo
                + "\n  statefulset:\n    " + web + "\n";
        String etcd = head.formatted(LOCKS) + "spec:\n  engine: etcd\n  replicas: 3\n  storage: {size: 1Gi}\n  " + locks
                + "\n";
        world.timeline().add("commit", () -> subject);
        world.git()
                .push(
                        world.time().now(),
                        subject,
                        Map.of("apps/locks.yaml", Optional.of(etcd), "apps/web.yaml", Optional.of(plain)));
    }

    private void await(String what, BooleanSupplier holds) {
        Instant end = world.time().now().plus(Duration.ofMinutes(30));
        while (world.time().now().isBefore(end) && !holds.getAsBoolean()) {
            step(end);
        }
        assertTrue(holds.getAsBoolean(), () -> what + "\n" + world.timeline().text());
    }

    private void run(Duration span) {
        Instant end = world.time().now().plus(span);
        while (world.time().now().isBefore(end)) {
            step(end);
        }
    }

    private void step(Instant end) {
        world.step(end);
        away.add(SIZE - readyPods(WEB));
        away.add(SIZE - readyPods(LOCKS));
    }

    private boolean ready() {
        return readyPods(WEB) == SIZE && readyPods(LOCKS) == SIZE;
    }

    private int readyPods(String app) {
        return (int) IntStream.range(0, SIZE)
                .mapToObj(ordinal -> pod(app, ordinal))
                .flatMap(Optional::stream)
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                .filter(pod -> holds(pod.at("/status/conditions"), "Ready", ""))
                .count();
    }

    private boolean ready(String app) {
        return condition(app, "Ready", "");
    }

    private boolean stalled(String app) {
        return condition(app, "Stalled", "ProgressDeadlineExceeded");
    }

    private boolean condition(String app, String type, String reason) {
        return object(Kind.STATEFUL_APP, app)
                .filter(mirror -> holds(mirror.at("/status/conditions"), type, reason))
                .isPresent();
    }

    /** @param reason empty for any */
    private static boolean holds(JsonNode conditions, String type, String reason) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)
                    && condition.path("status").asText().equals("True")
                    && (reason.isEmpty() || condition.path("reason").asText().equals(reason))) {
                return true;
            }
        }
        return false;
    }

    private Map<String, String> uids() {
        Map<String, String> uids = new TreeMap<>();
        for (String app : List.of(WEB, LOCKS)) {
            for (int ordinal = 0; ordinal < SIZE; ordinal++) {
                String name = app + "-" + ordinal;
                pod(app, ordinal)
                        .ifPresent(pod -> uids.put(name, pod.at("/metadata/uid").asText()));
            }
        }
        return uids;
    }

    private int replaced(Map<String, String> before) {
        Map<String, String> now = uids();
        return (int) before.entrySet().stream()
                .filter(pod -> !pod.getValue().equals(now.get(pod.getKey())))
                .count();
    }

    private String newest(String app) {
        String newest = "";
        String at = "";
        for (int ordinal = 0; ordinal < SIZE; ordinal++) {
            String made = pod(app, ordinal)
                    .orElseThrow()
                    .at("/metadata/creationTimestamp")
                    .asText();
            if (made.compareTo(at) > 0) {
                at = made;
                newest = app + "-" + ordinal;
            }
        }
        return newest;
    }

    private String leader() {
        return world.simulator().etcd().running(Workload.NAMESPACE).stream()
                .filter(EtcdNetwork.View::leader)
                .map(view -> view.pod().substring(view.pod().indexOf('/') + 1))
                .findFirst()
                .orElseThrow();
    }

    private String image(String app, int ordinal) {
        return pod(app, ordinal).orElseThrow().at("/spec/containers/0/image").asText();
    }

    private int partition() {
        return set(WEB).at("/spec/updateStrategy/rollingUpdate/partition").asInt();
    }

    private ObjectNode set(String app) {
        return object(Kind.STATEFUL_SET, app).orElseThrow();
    }

    private Optional<ObjectNode> pod(String app, int ordinal) {
        return object(Kind.POD, app + "-" + ordinal);
    }

    private Optional<ObjectNode> object(Kind kind, String name) {
        return world.simulator().store().get(new Key(world.kind(kind), Workload.NAMESPACE, name));
    }
}
