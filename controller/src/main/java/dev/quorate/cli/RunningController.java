package dev.quorate.cli;

import dev.quorate.cluster.ApiCalls;
import dev.quorate.cluster.CacheFeeder;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.ClusterIdentity;
import dev.quorate.cluster.Definition;
import dev.quorate.cluster.Election;
import dev.quorate.cluster.KubernetesCluster;
import dev.quorate.cluster.LeaseElector;
import dev.quorate.cluster.ObjectCache;
import dev.quorate.engine.AddedObjects;
import dev.quorate.engine.ScaleObjects;
import dev.quorate.git.JGitSource;
import dev.quorate.git.JGitStatusBranch;
import dev.quorate.git.RaceRetry;
import dev.quorate.git.SpecSource;
import dev.quorate.git.StatusBranch;
import dev.quorate.loop.ClientWorkQueue;
import dev.quorate.loop.Controller;
import dev.quorate.loop.Loop;
import dev.quorate.loop.Wiring;
import dev.quorate.loop.WorkQueue;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All parts of a controller, joined and started; closing stops them in the opposite order, at a safe boundary. */
public final class RunningController implements AutoCloseable {
    private static final Duration DEFINED_WITHIN = Duration.ofSeconds(60);
    private static final Duration SYNCED_WITHIN = Duration.ofSeconds(60);
    private static final int WAITING_EVENTS = 200;
    private static final int PUSH_ATTEMPTS = 6;
    private static final Duration PUSH_PAUSE = Duration.ofMillis(200);

    private final RunSettings settings;
    private final Context context;
    private final Random random = new Random();
    private final Deque<Part> parts = new ArrayDeque<>();
    private Optional<Wiring> wiring = Optional.empty();
    private Optional<Loop> loop = Optional.empty();
    private Optional<ApiCalls> calls = Optional.empty();

    private interface Part {
        void close() throws InterruptedException;
    }

    private RunningController(RunSettings settings, Context context) {
        this.settings = settings;
        this.context = context;
    }

    /** Returns when the controller knows its cluster and works, or waits for its turn to lead. */
    public static RunningController start(RunSettings settings, Context context)
            throws ClusterException, InterruptedException {
        RunningController running = new RunningController(settings, context);
        try {
            running.open();
            return running;
        } catch (ClusterException | InterruptedException | RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /** Whether this process may write now. */
    public boolean leading() {
        return wiring.filter(joined -> joined.elector().leading()).isPresent();
    }

    /** How often which call was made to the API server. */
    SortedMap<ApiCalls.Call, Long> calls() {
        return calls.map(ApiCalls::counts).orElseGet(TreeMap::new);
    }

    /** How many apps the branch of specs names. */
    int apps() {
        return loop.map(work -> work.apps().size()).orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    private void open() throws ClusterException, InterruptedException {
        ClusterLink link = ClusterLink.open(settings.access(), context.clock());
        parts.push(link::close);
        calls = Optional.of(link.transport().calls());
        know(link);
        WorkQueue queue = new ClientWorkQueue();
        parts.push(queue::shutDown);
        Set<Kind> always = always();
        Set<Kind> later = context.engines().kinds();
        later.addAll(AddedObjects.kinds());
        later.removeAll(always);
        ObjectCache cache = new ObjectCache(settings.site(), always, later, queue::add);
        CacheFeeder feeder = new CacheFeeder(link.transport(), link.transport(), cache, context.clock(), random);
        parts.push(feeder::close);
        feeder.start();
        feeder.awaitSynced(SYNCED_WITHIN);
        Wiring joined = wiring(link, cache, queue);
        Loop work = new Loop(joined);
        wiring = Optional.of(joined);
        loop = Optional.of(work);
        Controller controller = new Controller(work, queue, settings.loop().workers());
        parts.push(controller::close);
        controller.start();
    }

    /** Makes sure that mirrors can be written and that this is the cluster that was meant. */
    private void know(ClusterLink link) throws ClusterException, InterruptedException {
        for (Manifest wanted : Definition.all()) {
            Definition definition = new Definition(wanted, link.transport(), RunningController::rest);
            if (settings.installDefinition()) {
                definition.install(DEFINED_WITHIN);
            } else {
                definition.require(DEFINED_WITHIN);
            }
        }
        new ClusterIdentity(link.transport()).claim(settings.site().cluster());
    }

    private Wiring wiring(ClusterLink link, ObjectCache cache, WorkQueue queue) {
        ThreadPoolExecutor events = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_EVENTS), RunningController::daemon);
        parts.push(events::shutdownNow);
        SpecSource source = JGitSource.open(settings.git(), settings.folder().resolve("specs"), Optional.empty());
        parts.push(source::close);
        StatusBranch status = status();
        parts.push(status::close);
        return new Wiring(
                // No rate of our own: so many workers ask at a time, and what the server answers with 429 is tried
                // later.
                new KubernetesCluster(link.transport(), cache, context.clock(), events),
                elector(link),
                link.reach(),
                source,
                status,
                context.engines(),
                SpecReading.with(context.engines()),
                settings.site(),
                settings.namespaces(),
                settings.loop(),
                queue,
                context.clock(),
                new SteadyClock(context.clock(), System::nanoTime),
                random);
    }

    private StatusBranch status() {
        RaceRetry retry = new RaceRetry(PUSH_ATTEMPTS, PUSH_PAUSE, random, RunningController::rest);
        return JGitStatusBranch.open(
                settings.git().withBranch(settings.statusBranch()),
                settings.folder().resolve("reports"),
                settings.author(),
                context.clock(),
                retry);
    }

    private LeaseElector elector(ClusterLink link) {
        LeaseElector elector = new LeaseElector(
                link.transport(),
                settings.leaseNamespace(),
                "quorate-" + settings.site().cluster(),
                context.variable("HOSTNAME").orElse("quorate") + "_" + UUID.randomUUID(),
                settings.lease(),
                context.clock(),
                System::nanoTime);
        Election election = new Election(elector, new Election.Listener() {
            @Override
            public void elected(String term) {
                // The loop looks at the elector itself.
            }

            @Override
            public void deposed() {
                // The loop looks at the elector itself.
            }
        });
        parts.push(election::close);
        election.start();
        return elector;
    }

    /** What only some engines make waits for an app that has it: without such an app the controller needs no right to see it. */
    private Set<Kind> always() {
        Set<Kind> kinds = EnumSet.of(
                Kind.STATEFUL_APP,
                Kind.STATEFUL_SET,
                Kind.POD,
                Kind.PERSISTENT_VOLUME_CLAIM,
                Kind.CONFIG_MAP,
                Kind.NODE);
        kinds.addAll(ScaleObjects.kinds());
        kinds.addAll(context.engines().commonKinds());
        return kinds;
    }

    private static void rest(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "quorate-events");
        thread.setDaemon(true);
        return thread;
    }
}
