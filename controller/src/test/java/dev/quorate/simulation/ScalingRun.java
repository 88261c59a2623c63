package dev.quorate.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine;
import dev.quorate.engine.FollowingLoad;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One app whose size follows random requests inside bounds that random commits move, while the controller crashes and pods
 * fail; then quiet, in which the last request must be met inside the last bounds.
 */
final class ScalingRun {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofHours(2);
    private static final List<Integer> COPIES = List.of(0, 4, 5, 6, 7);
    private static final List<Deed> ACCIDENTS = List.of(
            Deed.CRASH_BEFORE,
            Deed.CRASH_AFTER,
            Deed.REQUEST_LOST,
            Deed.REPLY_LOST,
            Deed.CONFLICT,
            Deed.FREEZE,
            Deed.API_DOWN,
            Deed.WATCH_GAP);

    /** An engine that is never autoscaled stands for one with such members that is. */
    static final Plant FOLLOWING = new Plant() {
        @Override
        public Engine engine(Engine real) {
            return FollowingLoad.of(real);
        }
    };

    /** @param broken what was broken; empty when nothing was */
    record Result(Optional<String> broken, int changes) {}

    private final SplittableRandom random;
    private final Followed followed;
    private final World world;
    private final Workload workload;
    private final Copies copies;
    private final ScalingRules rules;
    private Bounds bounds;
    private int setting;

    /** @param on whether the file has autoscale at all */
    record Bounds(boolean on, int min, int max, int window, int replicas) {

        String line(Followed followed) {
            return on
                    ? "autoscale: {minReplicas: " + min + ", maxReplicas: " + max + ", scaleIn: {mode: "
                            + followed.scaleIn() + ", window: " + window + "s}}"
                    : "replicas: " + replicas;
        }

        int within(Followed followed, int request) {
            int legal = followed.odd() && request % 2 == 0 ? request + 1 : request;
            return Math.max(min, Math.min(max, legal));
        }
    }

    private ScalingRun(long seed, Plant plant, boolean written) {
        this.random = new SplittableRandom(seed);
        this.followed = followed(random);
        this.world = new World(new Script(seed, Mix.MIX, List.of(followed.app()), List.of()), plant, written);
        this.workload = new Workload(world, List.of(followed.app()));
        this.copies = new Copies(world);
        this.rules = new ScalingRules(world, followed, copies);
        this.bounds = bounds();
    }

    /** What is played with this seed. */
    static Followed followed(long seed) {
        return followed(new SplittableRandom(seed));
    }

    private static Followed followed(SplittableRandom random) {
        return Followed.of(random.nextInt(4));
    }

    static Result of(long seed, Plant plant, boolean written) {
        ScalingRun run = new ScalingRun(seed, plant, written);
        try (World world = run.world) {
            Optional<String> broken =
                    run.play().map(how -> how + "\n" + world.timeline().text());
            return new Result(broken, run.rules.changes());
        }
    }

    private Optional<String> play() {
        try {
            Setup.install(world);
            commit("bounds", Optional.empty());
            for (int i = 8 + random.nextInt(8); i > 0; i--) {
                until(world.time().now().plusMillis(random.nextLong(LONGEST_PAUSE.toMillis())));
                something();
            }
            quiet();
            return Optional.empty();
        } catch (Broken broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        }
    }

    private void something() {
        int dice = random.nextInt(100);
        boolean brokers = followed.equals(Followed.BROKERS);
        if (dice < 15 && brokers) {
            copies.mean(COPIES.get(random.nextInt(COPIES.size())));
        } else if (dice < (brokers ? 35 : 45)) {
            request(random.nextInt(10));
        } else if (dice < 62) {
            commit("bounds", Optional.empty());
        } else if (dice < 66) {
            bounds = new Bounds(false, bounds.min(), bounds.max(), bounds.window(), followed.odd() ? 3 : 2);
            commit("no autoscale", Optional.of(bounds));
        } else if (dice < 72) {
            setting++;
            commit("template", Optional.of(bounds));
        } else if (dice < 75) {
            workload.does(choice(Deed.SCALE_BY_HAND));
            rules.byHand();
        } else if (dice < 85) {
            workload.does(choice(List.of(Deed.KILL_POD, Deed.CRASH_CONTAINER, Deed.MOVE_LEADER, Deed.SLOW_START)
                    .get(random.nextInt(4))));
        } else {
            Choice accident = choice(ACCIDENTS.get(random.nextInt(ACCIDENTS.size())));
            workload.does(accident);
        }
        world.invariants().check();
    }

    private Choice choice(Deed deed) {
        return new Choice(Duration.ZERO, deed, random.nextInt(1 << 20), random.nextInt(1 << 20));
    }

    private Bounds bounds() {
        int step = followed.odd() ? 2 : 1;
        int min = followed.floor() + step * random.nextInt(3);
        int max = min + step * random.nextInt(3);
        return new Bounds(true, min, Math.min(max, followed.odd() ? 7 : 9), 30 + random.nextInt(200), 0);
    }

    private void commit(String subject, Optional<Bounds> fixed) {
        bounds = fixed.orElseGet(this::bounds);
        String text = followed.spec(Wish.first(followed.app()).set(setting), bounds.line(followed));
        world.timeline().add("commit", () -> subject + ": " + bounds.line(followed));
        world.git().push(world.time().now(), subject, Map.of(followed.app().file(), Optional.of(text)));
    }

    /** As an autoscaler writes it, where there is a target. */
    private void request(int replicas) {
        String path = "/apis/quorate.dev/v1alpha1/namespaces/shop/scaletargets/" + followed.set() + "/scale";
        if (target().isEmpty()) {
            return;
        }
        world.timeline().add("request", () -> String.valueOf(replicas));
        ApiReply reply = world.api()
                .handle(ApiRequest.of(
                        "PATCH",
                        path + "?fieldManager=kube-controller-manager",
                        Map.of("content-type", "application/merge-patch+json"),
                        "{\"spec\":{\"replicas\":" + replicas + "}}"));
        Broken.unless(
                !reply.isError(), "a request can be written", () -> reply.body().toString());
    }

    private Optional<ObjectNode> target() {
        return world.simulator()
                .store()
                .get(new Key(world.kind(Kind.SCALE_TARGET), Workload.NAMESPACE, followed.set()));
    }

    private void until(Instant instant) {
        while (world.time().now().isBefore(instant)) {
            world.step(instant);
            rules.look();
        }
    }

    private void quiet() {
        world.faults().end();
        commit("last bounds", Optional.empty());
        Instant end = world.time().now().plus(QUIET);
        while (target().isEmpty() && world.time().now().isBefore(end)) {
            until(world.time().now().plusSeconds(5));
        }
        int asked = random.nextInt(10);
        request(asked);
        while (!rules.rests(wanted(asked)) && world.time().now().isBefore(end)) {
            until(world.time().now().plusSeconds(5));
        }
        int wanted = wanted(asked);
        Broken.unless(
                rules.rests(wanted),
                "the last request is met inside the last bounds",
                () -> wanted + " are wanted, " + rules.size() + " there: "
                        + target().map(target -> target.path("status").toString())
                                .orElse("no target"));
        Broken.unless(
                followed.equals(Followed.OBSERVERS) || world.invariants().replicas(followed.app()) == wanted,
                "live is what is wanted",
                () -> world.invariants().replicas(followed.app()) + " live, " + wanted + " wanted");
    }

    /** What is there already stays where no request lets members leave, or the data cannot spare them. */
    private int wanted(int asked) {
        int inside = bounds.within(followed, asked);
        int most = Math.min(Math.max(bounds.max(), copies.meant() | 1), rules.size());
        return followed.shrinks() ? inside : Math.max(inside, most);
    }
}
