package dev.quorate.simulator;

import dev.quorate.simulator.behaviour.Addresses;
import dev.quorate.simulator.engine.redis.RespConversation;
import dev.quorate.simulator.engine.zookeeper.NativeConversation;
import dev.quorate.simulator.http.HttpFace;
import dev.quorate.simulator.http.PodNetwork;
import dev.quorate.simulator.process.ProcessPods;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A simulated cluster that lives in real time; its pods listen on loopback addresses of their own. */
public final class RealCluster implements AutoCloseable {

    private static final Map<Integer, Conversation> CONVERSATIONS = conversations();

    private final ReentrantLock lock = new ReentrantLock();
    private final AddressBlock addresses = AddressBlock.take();
    private final RealSchedule schedule;
    private final PodServers servers;
    private final Simulator simulator;
    private final Optional<ProcessPods> processes;
    private Optional<HttpFace> http = Optional.empty();

    RealCluster(InstantSource clock, Random random, Optional<ProcessPods> processes) {
        this.processes = processes;
        schedule = new RealSchedule(clock, lock);
        lock.lock();
        try {
            servers = new PodServers(lock, (address, request) -> simulator().request(address, request), CONVERSATIONS);
            simulator = new Simulator(
                    schedule,
                    clock,
                    random,
                    new Addresses(addresses.prefix()),
                    servers,
                    processes.map(each -> each::create));
        } finally {
            lock.unlock();
        }
        processes.ifPresent(each ->
                each.answerNames(name -> locked(() -> simulator.behaviours().resolve(name))));
    }

    private static Map<Integer, Conversation> conversations() {
        RespConversation redis = RespConversation.redis();
        RespConversation sentinel = RespConversation.sentinel();
        return Map.of(
                NativeConversation.CLIENT_PORT,
                new NativeConversation(),
                redis.port(),
                redis,
                sentinel.port(),
                sentinel);
    }

    /** Everything in it is to be used under the lock, see {@link #locked}. */
    public Simulator simulator() {
        return simulator;
    }

    /** The one lock of this cluster. */
    public ReentrantLock lock() {
        return lock;
    }

    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The API on a free port of 127.0.0.1; started by the first call. */
    public synchronized HttpFace http() {
        HttpFace face = http.orElseGet(() -> HttpFace.start(simulator.api(), lock, PodNetwork.LOOPBACK));
        http = Optional.of(face);
        return face;
    }

    @Override
    public synchronized void close() {
        schedule.close();
        http.ifPresent(HttpFace::close);
        lock.lock();
        try {
            servers.close();
        } finally {
            lock.unlock();
        }
        processes.ifPresent(ProcessPods::close);
        addresses.close();
    }
}
