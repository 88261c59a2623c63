package dev.quorate.simulator.engine.zookeeper;

import dev.quorate.simulator.behaviour.Initialisation;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.PodProgram;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.behaviour.Volume;
import java.util.List;
import java.util.Optional;

/** One ZooKeeper pod: the start script as its init container, then the server. */
final class ZooKeeperProgram implements PodProgram {

    static final int CLIENT_PORT = 2181;

    private static final String START_VOLUME = "start";
    private static final String DATA_VOLUME = "data";
    private static final String INCARNATION = "current/incarnation";
    private static final int BLANK_VOLUME = 3;
    private static final int NOT_ADMITTED = 4;
    private static final int DOUBTFUL = 5;
    private static final int FATAL = 1;

    private final PodContext pod;
    private final ZooKeeperNetwork network;
    private Optional<ZooKeeperProcess> process = Optional.empty();

    ZooKeeperProgram(PodContext pod, ZooKeeperNetwork network) {
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
        Volume volume = pod.volume(DATA_VOLUME);
        Optional<String> marker = volume.read(INCARNATION, String.class);
        boolean same = marker.equals(Optional.of(own.get().incarnation()));
        if (own.get().started() && !(same && data().isPresent())) {
            return Initialisation.failed(BLANK_VOLUME);
        }
        if (marker.isPresent() && !same) {
            setAside(volume, marker.get());
        }
        if (data().isEmpty()) {
            return firstStart(own.get(), volume);
        }
        boolean listed = data().filter(data -> listed(data)).isPresent();
        return listed ? Initialisation.DONE : Initialisation.failed(DOUBTFUL);
    }

    private static boolean listed(DataDirectory data) {
        return data.log().list().get(data.id()).isPresent();
    }

    private Initialisation firstStart(StartParameters parameters, Volume volume) {
        Optional<ServerList> list = parameters.state().equals("new")
                ? Optional.of(parameters.founders())
                : network.asked(this, parameters.ask());
        Optional<Long> id = list.flatMap(found -> found.idOf(host()));
        if (id.isEmpty()) {
            return Initialisation.failed(NOT_ADMITTED);
        }
        volume.write(INCARNATION, parameters.incarnation());
        volume.write(DataDirectory.PATH, new DataDirectory(id.get(), Entry.blank(list.get())));
        return Initialisation.DONE;
    }

    private static void setAside(Volume volume, String incarnation) {
        volume.read(DataDirectory.PATH, DataDirectory.class)
                .ifPresent(data -> volume.write("aside/" + incarnation + "/data", data));
        volume.delete(DataDirectory.PATH);
        volume.delete(INCARNATION);
    }

    private Optional<DataDirectory> data() {
        return pod.volume(DATA_VOLUME).read(DataDirectory.PATH, DataDirectory.class);
    }

    /** How the name begins under which others know this pod. */
    String host() {
        return pod.name() + ".";
    }

    PodContext pod() {
        return pod;
    }

    @Override
    public void start() {
        Optional<DataDirectory> data = data().filter(ZooKeeperProgram::listed);
        if (data.isEmpty()) {
            pod.exit(FATAL);
            return;
        }
        ZooKeeperProcess started = new ZooKeeperProcess(pod, data.get());
        process = Optional.of(started);
        network.joined(started);
    }

    @Override
    public void stop() {
        process.ifPresent(network::left);
        process = Optional.empty();
    }

    @Override
    public boolean ready() {
        return process.filter(ZooKeeperProcess::serving).isPresent();
    }

    @Override
    public List<Integer> ports() {
        return List.of(CLIENT_PORT);
    }

    @Override
    public ProgramReply handle(ProgramRequest request) {
        return process.filter(running -> request.port() == CLIENT_PORT)
                .map(running -> new ClientPort(network, running).handle(request))
                .orElseGet(() -> ProgramReply.text(404, ""));
    }
}
