package dev.quorate.simulation;

import dev.quorate.Engines;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.KubernetesCluster;
import dev.quorate.cluster.ObjectCache;
import dev.quorate.engine.Engine;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.redis.SimulatedServers;
import dev.quorate.engine.zookeeper.SimulatedMembers;
import dev.quorate.execute.Outcome;
import dev.quorate.loop.Loop;
import dev.quorate.loop.LoopSettings;
import dev.quorate.loop.TimedWorkQueue;
import dev.quorate.loop.Wiring;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Schemas;
import dev.quorate.schema.SpecReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One life of the controller's process: everything in it is gone when it crashes, everything outside stays. */
final class ControllerProcess {

    private static final SpecReader READER = new SpecReader(
            Schemas.standard(),
            app -> Engines.catalog()
                    .find(app.engine())
                    .map(engine -> engine.check(app))
                    .orElse(List.of()));

    /** So many times in a row the same step is done: the next look never sees it. */
    private static final int PATIENCE = 50;

    private static final Duration LEAD_AGAIN = Duration.ofSeconds(1);

    private final World world;
    private final String identity;
    private final Lease.Holder lease;
    private final CacheFeed feed;
    private final TimedWorkQueue queue;
    private final Loop loop;
    private Instant pollAt;
    private Instant publishAt;
    private Instant leadAt = Instant.MIN;
    private int delusions;
    private String done = "";
    private int inVain;

    ControllerProcess(World world, String identity, Plant plant) {
        this.world = world;
        this.identity = identity;
        this.lease = world.lease().holder(identity);
        this.queue = new TimedWorkQueue(world.time());
        Engine.Site site = new Engine.Site("sim", "repo");
        ObjectCache cache = new ObjectCache(site, Set.copyOf(CacheFeed.KINDS), queue::add);
        KubernetesCluster cluster = new KubernetesCluster(
                plant.transport(new FaultyTransport(world, this::late)), cache, world.time(), Runnable::run);
        this.feed = new CacheFeed(world, cache);
        this.loop = new Loop(new Wiring(
                plant.cluster(cluster),
                lease,
                new FaultyReach(world, this::late),
                new HistorySource(world.git(), world.faults()),
                world.reports().branch(world),
                new EngineCatalog(Engines.catalog().all().stream()
                        .map(this::reachable)
                        .map(plant::engine)
                        .toList()),
                READER,
                site,
                Set.of(),
                LoopSettings.DEFAULT,
                queue,
                world.time(),
                world.time(),
                new Random(world.dice().nextInt())));
        this.pollAt = world.time().now();
        this.publishAt = world.time().now();
        feed.list();
    }

    /** Members that do not speak their own protocol here are asked in another way. */
    private Engine reachable(Engine engine) {
        return switch (engine.traits().name()) {
            case "zookeeper" -> SimulatedMembers.engine(world.time()::advance);
            case "redis" -> SimulatedServers.engine(world.time(), world.time()::advance);
            default -> engine;
        };
    }

    String identity() {
        return identity;
    }

    /** When there is something to do next, if nothing happens outside. */
    Instant nextDue() {
        Instant next = feed.nextDue().orElse(Instant.MAX);
        if (!lease.leading()) {
            return earlier(next, lease.nextTry());
        }
        if (leadAt.isAfter(world.time().now())) {
            return leadAt;
        }
        next = earlier(earlier(next, pollAt), publishAt);
        return queue.nextDue().isPresent() ? earlier(next, queue.nextDue().get()) : next;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** It was frozen, and for so many passes more it does not notice that others lead by now. */
    void wake(int passes) {
        delusions = passes + 1;
        lease.wakeDeluded();
    }

    /** Whether it may still act on what it believed before it was frozen. */
    private boolean late() {
        return delusions > 0;
    }

    /** Does one thing that is due; false when nothing is. */
    boolean step() {
        if (delusions > 0) {
            delusions--;
        }
        if (!late()) {
            lease.renew();
            feed.deliver();
        }
        if (!lease.leading()) {
            return false;
        }
        try {
            loop.lead();
        } catch (ClusterException e) {
            world.timeline().add(identity, () -> "cannot lead yet: " + e.getMessage());
            leadAt = world.time().now().plus(LEAD_AGAIN);
            return false;
        }
        Instant now = world.time().now();
        if (!now.isBefore(pollAt)) {
            pollAt = now.plus(loop.poll());
            return true;
        }
        if (!now.isBefore(publishAt) || loop.urgent()) {
            publishAt = now.plus(loop.publish());
        }
        return pass();
    }

    private boolean pass() {
        Optional<AppName> app = queue.poll();
        app.ifPresent(this::pass);
        return app.isPresent();
    }

    private void pass(AppName app) {
        Outcome outcome = loop.pass(app);
        queue.done(app);
        if (!(outcome instanceof Outcome.Settled)) {
            String kind = outcome.getClass().getSimpleName();
            world.timeline().add(identity, () -> app + " " + kind + ": " + outcome.sentence());
        }
        String did = outcome instanceof Outcome.Done ? app + ": " + outcome.sentence() : "";
        inVain = did.isEmpty() || !did.equals(done) ? 0 : inVain + 1;
        done = did;
        Broken.unless(inVain < PATIENCE, "what is done shows", () -> "again and again " + did);
    }
}
