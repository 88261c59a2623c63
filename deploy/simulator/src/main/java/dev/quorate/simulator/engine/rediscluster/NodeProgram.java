package dev.quorate.simulator.engine.rediscluster;

import dev.quorate.simulator.behaviour.Initialisation;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.PodProgram;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.behaviour.Volume;
import dev.quorate.simulator.engine.redis.Words;
import dev.quorate.simulator.engine.rediscluster.StartParameters.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One pod of Redis Cluster: the start script as its init container, then the node, and the loop that keeps it in touch. */
final class NodeProgram implements PodProgram {

    static final int PORT = 6379;
    static final int BUS_PORT = 16379;

    private static final String VOLUME = "data";
    private static final String INCARNATION = "current/incarnation";
    private static final int FATAL = 1;
    private static final int BLANK_VOLUME = 3;
    private static final int NOT_ADMITTED = 4;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final PodContext pod;
    private final RedisClusterNetwork network;
    private final Elections elections;
    private Optional<NodeProcess> process = Optional.empty();

    NodeProgram(PodContext pod, RedisClusterNetwork network, Elections elections) {
        this.pod = pod;
        this.network = network;
        this.elections = elections;
    }

    private Optional<StartParameters> admission() {
        return Optional.ofNullable(pod.config("start").get(pod.name())).map(StartParameters::parse);
    }

    @Override
    public Initialisation initialise() {
        Optional<StartParameters> admission = admission();
        if (admission.isEmpty()) {
            return Initialisation.failed(NOT_ADMITTED);
        }
        StartParameters own = admission.get();
        Volume volume = pod.volume(VOLUME);
        Optional<String> found = volume.read(INCARNATION, String.class);
        boolean same = found.equals(Optional.of(own.incarnation()));
        if (own.is("started") && !same) {
            return Initialisation.failed(BLANK_VOLUME);
        }
        if (!same) {
            found.ifPresent(former -> setAside(volume, former));
            begin(volume, own);
        }
        return Initialisation.DONE;
    }

    private static void setAside(Volume volume, String former) {
        volume.read(Data.PATH, Data.class).ifPresent(data -> volume.write("aside/" + former + "/data", data));
        volume.delete(Table.PATH);
        volume.delete(Data.PATH);
    }

    private void begin(Volume volume, StartParameters own) {
        Known self = new Known(own.id(), RedisClusterNetwork.host(pod), pod.address(), Optional.empty());
        self.slots().or(own.slots());
        self.epoch(own.epoch());
        Table table = new Table(self);
        table.sees(own.epoch());
        if (!own.slots().isEmpty()) {
            table.cluster(founding(own));
        }
        volume.write(Table.PATH, table);
        volume.write(Data.PATH, new Data());
        volume.write(INCARNATION, own.incarnation());
    }

    /** The same for all who found together, and never for two foundings. */
    private static String founding(StartParameters own) {
        String founders = own.peers().stream().map(Place::id).collect(Collectors.joining());
        return "redis-cluster-" + Integer.toHexString(founders.hashCode());
    }

    @Override
    public void start() {
        if (pod.volume(VOLUME).read(Table.PATH, Table.class).isEmpty()) {
            pod.exit(FATAL);
            return;
        }
        NodeProcess started = new NodeProcess(pod, RedisClusterNetwork.host(pod), pod.volume(VOLUME));
        process = Optional.of(started);
        network.joined(started);
        pod.changed();
        keepInTouch(started);
    }

    // ---- the loop beside it

    private void keepInTouch(NodeProcess own) {
        pod.schedule().after(LOOK, "Redis Cluster keeps in touch in " + pod.name(), () -> {
            if (process.equals(Optional.of(own))) {
                admission().ifPresent(admission -> tend(own, admission));
                keepInTouch(own);
            }
        });
    }

    private void tend(NodeProcess own, StartParameters admission) {
        admission.peers().stream()
                .filter(peer -> !peer.id().equals(own.id()))
                .forEach(peer -> meet(own, peer, !admission.is("started")));
        follow(own, admission.shard());
    }

    /** One that joins meets everybody, a full member only those whom it lists: who was forgotten must stay so. */
    private void meet(NodeProcess own, Place peer, boolean joins) {
        Optional<Known> known = own.table().known(peer.id());
        if (known.map(Known::linked).orElse(!joins)) {
            return;
        }
        network.of(pod, peer.pod())
                .filter(there -> there.id().equals(peer.id()))
                .filter(there -> known.filter(
                                each -> each.address().equals(there.pod().address()))
                        .isEmpty())
                .ifPresent(there -> own.meet(there.pod().address()));
    }

    /** Of a shard one is the master: whoever owns its slots, or the first while nobody does. */
    private static void follow(NodeProcess own, List<String> shard) {
        if (!own.masters()
                || !own.table().myself().slots().isEmpty()
                || !own.data().isEmpty()) {
            return;
        }
        shard.stream()
                .filter(id -> !id.equals(own.id()))
                .flatMap(id -> own.table().known(id).stream())
                .filter(other -> other.masters()
                        && (!other.slots().isEmpty() || shard.get(0).equals(other.id())))
                .findFirst()
                .ifPresent(other -> own.follow(other.id()));
    }

    @Override
    public void stop() {
        process.ifPresent(network::left);
        process = Optional.empty();
    }

    @Override
    public boolean ready() {
        return process.filter(running -> running.well() && (running.masters() || running.linked()))
                .isPresent();
    }

    @Override
    public List<Integer> ports() {
        return List.of(PORT);
    }

    /** A connection that was closed stays so; one without a number is a new one each time. */
    @Override
    public ProgramReply handle(ProgramRequest request) {
        Words words = Words.of(request);
        return process.filter(running -> request.port() == PORT)
                .filter(running ->
                        words.connection().map(running.connections()::isOpen).orElse(true))
                .map(running -> words.answer(
                        said -> new NodeCommands(network, elections, running, words.connection()).answer(said)))
                .orElseGet(Words::closed);
    }
}
