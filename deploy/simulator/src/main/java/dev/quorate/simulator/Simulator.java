package dev.quorate.simulator;

import dev.quorate.simulator.api.ApiServer;
import dev.quorate.simulator.api.Types;
import dev.quorate.simulator.behaviour.Addresses;
import dev.quorate.simulator.behaviour.Behaviours;
import dev.quorate.simulator.behaviour.Delays;
import dev.quorate.simulator.behaviour.PodListener;
import dev.quorate.simulator.behaviour.PodRuntime;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.engine.etcd.EtcdNetwork;
import dev.quorate.simulator.engine.rabbitmq.RabbitNetwork;
import dev.quorate.simulator.engine.redis.RedisNetwork;
import dev.quorate.simulator.engine.zookeeper.ZooKeeperNetwork;
import dev.quorate.simulator.load.Load;
import dev.quorate.simulator.process.ProcessPods;
import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import dev.quorate.simulator.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/** A Kubernetes cluster in memory: its objects, what acts on them, and the engines that run in its pods. */
public final class Simulator {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Schedule schedule;
    private final Delays delays = new Delays();
    private final MemoryStore store;
    private final ApiServer api;
    private final Behaviours behaviours;
    private final EtcdNetwork etcd;
    private final ZooKeeperNetwork zookeeper;
    private final RabbitNetwork rabbitmq;
    private final RedisNetwork redis;
    private final Faults faults;

    Simulator(
            Schedule schedule,
            InstantSource clock,
            Random random,
            Addresses addresses,
            PodListener listener,
            Optional<PodRuntime.Factory> processes) {
        this.schedule = schedule;
        Types types = Types.create();
        SeededUids uids = new SeededUids(new Random(random.nextLong()));
        store = new MemoryStore(clock, uids, types.ownership(), MemoryStore.HISTORY);
        api = new ApiServer(store, types, clock, new Random(random.nextLong()), uids);
        behaviours = new Behaviours(store, schedule, delays, random, addresses, listener, processes);
        etcd = new EtcdNetwork(
                schedule, delays, behaviours.disturbances().cutPods()::contains, new Random(random.nextLong()));
        etcd.register(behaviours.programs());
        zookeeper =
                new ZooKeeperNetwork(schedule, delays, behaviours.disturbances().cutPods()::contains);
        zookeeper.register(behaviours.programs());
        rabbitmq = new RabbitNetwork(schedule, delays, behaviours.disturbances().cutPods()::contains);
        rabbitmq.register(behaviours.programs());
        redis = new RedisNetwork(schedule, delays, behaviours.disturbances().cutPods()::contains);
        redis.register(behaviours.programs());
        api.evictions(new EvictionAnswers(behaviours.evictions()));
        api.containers(new ContainerAnswers(behaviours));
        api.measuredBy(behaviours::metrics);
        behaviours.load().whenChanged(load -> api.serveMetrics(load.serves(Load.Api.RESOURCE)));
        behaviours.autoscalers(new ScaleRequests(api));
        faults = new Faults(store, behaviours, etcd, zookeeper, rabbitmq, redis);
        behaviours.furnish();
    }

    /** A cluster in virtual time, to be used by one thread: the same seed and the same calls give the same history. */
    public static VirtualCluster virtual(long seed) {
        VirtualSchedule time = new VirtualSchedule(START);
        return new VirtualCluster(
                new Simulator(time, time, new Random(seed), new Addresses("10.88"), PodListener.NONE, Optional.empty()),
                time);
    }

    /** A cluster in real time, with its pods on loopback addresses; close it when done. */
    public static RealCluster real() {
        return new RealCluster(InstantSource.system(), new Random(), Optional.empty());
    }

    /** A cluster in real time whose pods are processes, which end with it. */
    public static RealCluster real(ProcessPods processes) {
        return new RealCluster(InstantSource.system(), new Random(), Optional.of(processes));
    }

    /** Answers requests at once, in the caller's thread. */
    public ApiServer api() {
        return api;
    }

    public Store store() {
        return store;
    }

    public Schedule schedule() {
        return schedule;
    }

    public Delays delays() {
        return delays;
    }

    public Behaviours behaviours() {
        return behaviours;
    }

    public EtcdNetwork etcd() {
        return etcd;
    }

    public ZooKeeperNetwork zookeeper() {
        return zookeeper;
    }

    public RabbitNetwork rabbitmq() {
        return rabbitmq;
    }

    public RedisNetwork redis() {
        return redis;
    }

    /** What is asked of the pods, and who measures it. */
    public Load load() {
        return behaviours.load();
    }

    public Faults faults() {
        return faults;
    }

    /** Asks a port of a pod by its address; absent where nothing listens or nobody can get there. */
    public Optional<ProgramReply> request(String address, ProgramRequest request) {
        return behaviours.request(address, request);
    }
}
