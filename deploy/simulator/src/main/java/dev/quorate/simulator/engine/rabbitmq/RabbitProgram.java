package dev.quorate.simulator.engine.rabbitmq;

import dev.quorate.simulator.behaviour.Execution;
import dev.quorate.simulator.behaviour.Initialisation;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.PodProgram;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.behaviour.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One RabbitMQ pod: the start script as its init container, then the script that founds, joins or runs. */
final class RabbitProgram implements PodProgram {

    static final int MANAGEMENT_PORT = 15672;

    private static final int AMQP_PORT = 5672;
    private static final int PROMETHEUS_PORT = 15692;
    private static final String START_VOLUME = "start";
    private static final String DATA_VOLUME = "data";
    private static final String INCARNATION = "current/incarnation";
    private static final String MEMBER = "current/member";
    private static final int BLANK_VOLUME = 3;
    private static final int NOT_ADMITTED = 4;
    private static final int DOUBTFUL = 5;
    private static final int NOT_JOINED = 6;
    private static final int LISTED_AND_BLANK = 103;
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What each of the commands takes by which a node joins. */
    private static final Duration COMMAND = Duration.ofMillis(500);

    private final PodContext pod;
    private final RabbitNetwork network;
    private Optional<StartParameters> parameters = Optional.empty();
    private Optional<Broker> broker = Optional.empty();
    private boolean turnedAway;

    RabbitProgram(PodContext pod, RabbitNetwork network) {
        this.pod = pod;
        this.network = network;
    }

    @Override
    public Initialisation initialise() {
        Optional<StartParameters> own =
                Optional.ofNullable(pod.config(START_VOLUME).get(pod.name())).map(StartParameters::parse);
        if (own.isEmpty()) {
            return Initialisation.failed(NOT_ADMITTED);
        }
        if (!own.get().makesSense()) {
            return Initialisation.failed(DOUBTFUL);
        }
        Volume volume = pod.volume(DATA_VOLUME);
        Optional<String> marker = volume.read(INCARNATION, String.class);
        boolean same = marker.equals(Optional.of(own.get().incarnation()));
        boolean whole = same
                && volume.read(MEMBER, String.class).isPresent()
                && data(volume).isPresent();
        if (own.get().started() && !whole) {
            return Initialisation.failed(BLANK_VOLUME);
        }
        if (marker.isPresent() && !same) {
            setAside(volume, marker.get());
        }
        volume.write(INCARNATION, own.get().incarnation());
        parameters = own;
        return Initialisation.DONE;
    }

    private static Optional<DataDirectory> data(Volume volume) {
        return volume.read(DataDirectory.PATH, DataDirectory.class);
    }

    private static void setAside(Volume volume, String incarnation) {
        data(volume).ifPresent(data -> volume.write("aside/" + incarnation + "/data", data));
        volume.delete(DataDirectory.PATH);
        volume.delete(MEMBER);
        volume.delete(INCARNATION);
    }

    /** As the script: who is told to found does, on however blank a volume, if the other founders know of no cluster. */
    @Override
    public void start() {
        if (turnedAway) {
            turnAway();
            return;
        }
        StartParameters own = parameters.orElseThrow();
        Volume volume = pod.volume(DATA_VOLUME);
        DataDirectory data = data(volume).orElseGet(() -> new DataDirectory(own.node()));
        volume.write(DataDirectory.PATH, data);
        boolean member = volume.read(MEMBER, String.class).isPresent();
        Broker started = new Broker(pod, data, member ? Broker.State.BOOTING : Broker.State.JOINING);
        broker = Optional.of(started);
        network.up(started);
        Instant giveUp = pod.schedule().now().plus(PATIENCE);
        if (!member && own.founds() && own.peers().isEmpty()) {
            found(started, own, giveUp);
        } else if (!member) {
            later(started, COMMAND, () -> join(started, own, giveUp));
        }
    }

    private void found(Broker founder, StartParameters own, Instant giveUp) {
        List<Broker> others = own.beside().stream()
                .flatMap(node -> network.reachable(founder, node).stream())
                .toList();
        if (others.stream().anyMatch(other -> other.lists(founder.node()))) {
            turnAway();
        } else if (others.size() == own.beside().size()) {
            network.found(founder);
            serve(founder);
        } else {
            again(founder, giveUp, () -> found(founder, own, giveUp));
        }
    }

    private void join(Broker joiner, StartParameters own, Instant giveUp) {
        Optional<Broker> peer = own.peers().stream()
                .flatMap(node -> network.reachable(joiner, node).stream())
                .filter(Broker::serving)
                .findFirst();
        if (own.peers().stream().anyMatch(joiner::lists)) {
            later(joiner, COMMAND, () -> serve(joiner));
        } else if (peer.filter(other -> other.lists(joiner.node())).isPresent()) {
            turnAway();
        } else if (peer.isPresent()) {
            if (!own.founds()) {
                String mark = "quorate." + joiner.node();
                network.change(peer.get(), state -> state.withParameter(mark, "\"joining\""));
            }
            later(joiner, COMMAND, () -> {
                network.join(joiner, peer.get().node());
                later(joiner, COMMAND, () -> join(joiner, own, giveUp));
            });
        } else {
            again(joiner, giveUp, () -> join(joiner, own, giveUp));
        }
    }

    /** For as long as its pod lives: forgotten meanwhile, it could join as who it was. */
    private void turnAway() {
        turnedAway = true;
        pod.exit(LISTED_AND_BLANK);
    }

    private void again(Broker waiting, Instant giveUp, Runnable work) {
        if (pod.schedule().now().isAfter(giveUp)) {
            pod.exit(NOT_JOINED);
        } else {
            later(waiting, AGAIN, work);
        }
    }

    private void serve(Broker joined) {
        pod.volume(DATA_VOLUME).write(MEMBER, "");
        joined.state(Broker.State.BOOTING);
        network.settle();
    }

    private void later(Broker started, Duration delay, Runnable work) {
        pod.schedule().after(delay, "RabbitMQ of " + started.podPath(), () -> {
            if (network.runs(started)) {
                work.run();
            }
        });
    }

    @Override
    public void stop() {
        broker.ifPresent(network::down);
        broker = Optional.empty();
    }

    /** Whether the port for clients is open. */
    @Override
    public boolean ready() {
        return broker.filter(running -> running.serving() && !running.draining())
                .isPresent();
    }

    @Override
    public List<Integer> ports() {
        return List.of(AMQP_PORT, MANAGEMENT_PORT, PROMETHEUS_PORT);
    }

    @Override
    public ProgramReply handle(ProgramRequest request) {
        Optional<Broker> serving = broker.filter(Broker::serving);
        if (serving.isEmpty()) {
            return ProgramReply.text(503, "");
        }
        return request.port() == MANAGEMENT_PORT
                ? new ManagementApi(network, serving.get()).handle(request)
                : ProgramReply.text(404, "");
    }

    @Override
    public Execution execute(PodContext context, List<String> command, Optional<String> input) {
        return broker.flatMap(running -> new Commands(network, running).run(command))
                .orElseGet(() -> Execution.common(context, command, input));
    }
}
