package dev.quorate.simulation;

import dev.quorate.Engines;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.KubernetesCluster;
import dev.quorate.cluster.ObjectCache;
import dev.quorate.engine.Engine;
import dev.quorate.execute.Outcome;
import dev.quorate.loop.Loop;
import dev.quorate.loop.LoopSettings;
import dev.quorate.loop.TimedWorkQueue;
import dev.quorate.loop.Wiring;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Schemas;
import dev.quorate.schema.SpecReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** One life of the controller's process: everything in it is gone when it crashes, everything outside stays. */
final class ControllerProcess {

    private final World world;
    private final String identity;
    private final Lease.Holder lease;
    private final CacheFeed feed;
    private final TimedWorkQueue queue;
    private final Loop loop;
    private Instant pollAt;
    private Instant publishAt;

    ControllerProcess(World world, String identity) {
        this.world = world;
        this.identity = identity;
        this.lease = world.lease().holder(identity);
        this.queue = new TimedWorkQueue(world.time());
        Engine.Site site = new Engine.Site("sim", "repo");
        FaultyTransport transport = new FaultyTransport(world);
        ObjectCache cache = new ObjectCache(site, Set.copyOf(CacheFeed.KINDS), queue::add);
        KubernetesCluster cluster = new KubernetesCluster(transport, cache, world.time(), Runnable::run);
        this.feed = new CacheFeed(world, cache);
        this.loop = new Loop(new Wiring(
                cluster,
                lease,
                new FaultyReach(world),
                new HistorySource(world.git(), world.chance()),
                world.reports().branch(world.chance()),
                Engines.catalog(),
                reader(),
                site,
                Set.of(),
                LoopSettings.DEFAULT,
                queue,
                world.time(),
                new Random(world.chance().below(Integer.MAX_VALUE))));
        this.pollAt = world.time().now();
        this.publishAt = world.time().now();
        feed.list();
    }

    private static SpecReader reader() {
        return new SpecReader(
                Schemas.standard(),
                app -> Engines.catalog()
                        .find(app.engine())
                        .map(engine -> engine.check(app))
                        .orElse(List.of()));
    }

    String identity() {
        return identity;
    }

    /** When there is something to do next, if nothing happens outside. */
    Instant nextDue() {
        return Stream.of(Optional.of(pollAt), Optional.of(publishAt), queue.nextDue(), feed.nextDue())
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Does one thing that is due; false when nothing is. */
    boolean step() {
        lease.renew();
        feed.deliver();
        try {
            loop.lead();
        } catch (ClusterException e) {
            world.timeline().add(identity, "cannot lead yet: " + e.getMessage());
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
        app.ifPresent(name -> {
            Outcome outcome = loop.pass(name);
            queue.done(name);
            if (!(outcome instanceof Outcome.Settled)) {
                String kind = outcome.getClass().getSimpleName();
                world.timeline().add(identity, name + " " + kind + ": " + outcome.sentence());
            }
        });
        return app.isPresent();
    }
}
