package dev.quorate.simulator.engine.etcd;

import dev.quorate.simulator.behaviour.Initialisation;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.PodProgram;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.behaviour.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One etcd pod: the start script as its init container, then the etcd process. */
final class EtcdProgram implements PodProgram {

    private static final String START_VOLUME = "start";
    private static final String DATA_VOLUME = "data";
    private static final String INCARNATION = "incarnation";
    private static final int BLANK_VOLUME = 3;
    private static final int NOT_ADMITTED = 4;
    private static final int CLIENT_PORT = 2379;
    private static final int PEER_PORT = 2380;

    private final PodContext pod;
    private final EtcdNetwork network;
    private Optional<StartParameters> parameters = Optional.empty();
    private Optional<EtcdProcess> process = Optional.empty();

    EtcdProgram(PodContext pod, EtcdNetwork network) {
        this.pod = pod;
        this.network = network;
    }

    /** Waits for its own key; sets the data of another incarnation aside; refuses a lost volume. */
    @Override
    public Initialisation initialise() {
        Optional<StartParameters> own =
                Optional.ofNullable(pod.config(START_VOLUME).get(pod.name())).map(StartParameters::parse);
        if (own.isEmpty()) {
            return Initialisation.failed(NOT_ADMITTED);
        }
        Volume volume = pod.volume(DATA_VOLUME);
        Optional<String> marker = volume.read(INCARNATION, String.class);
        String incarnation = own.get().incarnation();
        if (marker.isPresent() && !marker.get().equals(incarnation)) {
            setAside(volume, marker.get());
            marker = Optional.empty();
        }
        boolean blank = marker.isEmpty()
                || volume.read(DataDirectory.PATH, DataDirectory.class).isEmpty();
        if (blank && own.get().state() == StartParameters.State.STARTED) {
            return Initialisation.failed(BLANK_VOLUME);
        }
        volume.write(INCARNATION, incarnation);
        parameters = own;
        return Initialisation.DONE;
    }

    private static void setAside(Volume volume, String incarnation) {
        volume.read(DataDirectory.PATH, DataDirectory.class)
                .ifPresent(data -> volume.write("aside/" + incarnation + "/member", data));
        volume.delete(DataDirectory.PATH);
        volume.delete(INCARNATION);
    }

    @Override
    public void start() {
        EtcdProcess started = new EtcdProcess(pod, pod.volume(DATA_VOLUME), network);
        process = Optional.of(started);
        started.start(parameters.orElseThrow());
    }

    @Override
    public void stop() {
        process.ifPresent(EtcdProcess::stop);
        process = Optional.empty();
    }

    @Override
    public boolean ready() {
        return handle(ProgramRequest.get(CLIENT_PORT, "/health")).successful();
    }

    @Override
    public List<Integer> ports() {
        return List.of(CLIENT_PORT, PEER_PORT);
    }

    @Override
    public ProgramReply handle(ProgramRequest request) {
        Optional<EtcdProcess> running = process.filter(EtcdProcess::serving);
        if (running.isEmpty() || request.port() != CLIENT_PORT) {
            return ProgramReply.text(404, "404 page not found\n");
        }
        return new Gateway(running.get()).handle(request);
    }

    /** The version that the image's tag names. */
    static String version(PodContext pod) {
        String image = pod.image();
        String tag = image.substring(image.lastIndexOf('/') + 1);
        int colon = tag.indexOf(':');
        String version =
                colon < 0 ? "" : tag.substring(colon + 1).replaceFirst("^v", "").replaceFirst("-.*$", "");
        return Map.of("", "3.5.16", "latest", "3.5.16").getOrDefault(version, version);
    }
}
