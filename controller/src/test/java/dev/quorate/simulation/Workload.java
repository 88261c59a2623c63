package dev.quorate.simulation;

import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What people, machines and clients do to the world: commits, accidents, writes. */
final class Workload {

    static final String NAMESPACE = "shop";
    static final String LOCKS = "locks";
    static final String WEB = "web";

    private static final int[] LOCKS_SIZES = {1, 3, 5, 7};

    private final World world;
    private final Chance chance;
    private int locks = 3;
    private int web = 2;
    private String webImage = "nginx:1.27";
    private String locksFlags = "{}";
    private int writes;

    Workload(World world) {
        this.world = world;
        this.chance = world.chance();
    }

    int locks() {
        return locks;
    }

    int web() {
        return web;
    }

    void firstCommit() {
        world.simulator().faults().loseImage("broken/*");
        commit("two apps", both(""));
    }

    /** Mostly sizes; sometimes a file that nobody can read, which must change nothing. */
    void randomCommit() {
        int dice = chance.below(10);
        if (dice == 0) {
            commit("a bad file", Map.of("apps/locks.yaml", Optional.of("spec: [not, an, app")));
        } else if (dice == 1) {
            commit("an illegal size", Map.of("apps/locks.yaml", Optional.of(locksSpec(2))));
        } else if (dice == 2) {
            update();
        } else if (dice < 8) {
            locks = LOCKS_SIZES[chance.below(LOCKS_SIZES.length)];
            commit("locks " + locks, Map.of("apps/locks.yaml", Optional.of(locksSpec(locks))));
        } else {
            scaleWeb(chance.below(5));
        }
    }

    /** Another template for both apps; sometimes with an image that cannot be pulled, until a later commit. */
    private void update() {
        boolean broken = chance.below(3) == 0;
        webImage = (broken ? "broken/nginx:" : "nginx:") + "1." + chance.below(4);
        locksFlags = "{snapshot-count: " + (1000 + chance.below(4)) + "}";
        commit("web " + webImage + ", locks " + locksFlags, both(""));
    }

    private Map<String, Optional<String>> both(String end) {
        return Map.of(
                "apps/locks.yaml", Optional.of(locksSpec(locks) + end),
                "apps/web.yaml", Optional.of(webSpec(web) + end));
    }

    void scaleWeb(int pods) {
        web = pods;
        commit("web " + web, Map.of("apps/web.yaml", Optional.of(webSpec(web))));
    }

    /** The last word, so that it is known where everything must end. */
    void lastCommit() {
        webImage = webImage.replace("broken/", "");
        commit("last word", both("# last word\n"));
    }

    private void commit(String subject, Map<String, Optional<String>> changes) {
        world.timeline().add("commit", subject);
        world.git().push(world.time().now(), subject, changes);
    }

    void accident() {
        int running = (int) world.simulator().etcd().running(NAMESPACE).stream()
                .filter(view -> view.member() && !view.learner())
                .count();
        int victim = chance.below(Math.max(1, running));
        String pod = LOCKS + "-" + victim;
        switch (chance.below(6)) {
            case 0 -> kill(pod);
            case 1 -> {
                world.timeline().add("fault", "container of " + pod + " crashes");
                world.simulator().faults().crashContainer(NAMESPACE, pod);
            }
            case 2 -> {
                world.timeline().add("fault", "leadership moves to " + pod);
                world.simulator().faults().moveEtcdLeader(NAMESPACE, pod);
            }
            case 3 -> loseVolume(pod);
            case 4 -> kill(WEB + "-" + chance.below(3));
            default -> cut(pod);
        }
    }

    private void kill(String pod) {
        world.timeline().add("fault", pod + " is killed");
        world.simulator().faults().killPod(NAMESPACE, pod);
    }

    private void cut(String pod) {
        world.timeline().add("fault", pod + " is cut off");
        world.simulator().faults().cutFromNetwork(NAMESPACE, pod);
        int seconds = 1 + chance.below(40);
        world.simulator().schedule().after(Duration.ofSeconds(seconds), "reconnect " + pod, () -> {
            world.timeline().add("fault", pod + " is connected again");
            world.simulator().faults().reconnect(NAMESPACE, pod);
        });
    }

    /** Only one that the cluster can spare: with the majority of the data gone no software brings it back. */
    private void loseVolume(String pod) {
        var views = world.simulator().etcd().running(NAMESPACE);
        var leader = views.stream().filter(view -> view.leader()).findFirst();
        long voters = views.stream().filter(v -> v.member() && !v.learner()).count();
        boolean whole = leader.filter(view -> view.voters() == voters && view.voters() >= 3)
                .isPresent();
        if (whole) {
            world.timeline().add("fault", "volume of " + pod + " is lost");
            world.simulator().faults().loseVolume(NAMESPACE, "data-" + pod);
            kill(pod);
        }
    }

    /** A client writes through some member; what is acknowledged must never be lost. */
    void write() {
        var views = world.simulator().etcd().running(NAMESPACE);
        if (views.isEmpty()) {
            return;
        }
        String pod = views.get(chance.below(views.size())).pod();
        Key key = new Key(world.kind(Kind.POD), NAMESPACE, pod.substring(pod.indexOf('/') + 1));
        world.simulator().store().get(key).ifPresent(tree -> {
            String body = "{\"key\":\"a" + ++writes + "\",\"value\":\"dg==\"}";
            world.simulator().request(tree.at("/status/podIP").asText(), ProgramRequest.post(2379, "/v3/kv/put", body));
        });
    }

    private String locksSpec(int replicas) {
        return """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: locks, namespace: shop}
                spec:
                  engine: etcd
                  version: "3.5"
                  replicas: %d
                  storage: {size: 1Gi}
                  config: %s
                """.formatted(replicas, locksFlags);
    }

    private String webSpec(int replicas) {
        return """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: web, namespace: shop}
                spec:
                  engine: statefulset
                  replicas: %d
                  statefulset:
                    image: %s
                    ports: [{name: http, containerPort: 80}]
                    volumeClaims: [{name: data, mountPath: /data, size: 1Gi}]
                """.formatted(replicas, webImage);
    }
}
