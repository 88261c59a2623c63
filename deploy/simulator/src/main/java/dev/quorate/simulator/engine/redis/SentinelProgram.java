package dev.quorate.simulator.engine.redis;

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

/** One pod of a sentinel: the start script as its init container, then the sentinel. */
final class SentinelProgram implements PodProgram {

    static final int PORT = 26379;
    static final int UNCOUNTED = 100;

    private static final String VOLUME = "data";
    private static final String INCARNATION = "current/incarnation";
    private static final int BLANK_VOLUME = 3;
    private static final int NOT_ADMITTED = 4;

    /** So long it waits for the next word of a client. */
    static final Duration IDLE = Duration.ofSeconds(5);

    private final PodContext pod;
    private final RedisNetwork network;
    private Optional<SentinelProcess> process = Optional.empty();

    SentinelProgram(PodContext pod, RedisNetwork network) {
        this.pod = pod;
        this.network = network;
    }

    @Override
    public Initialisation initialise() {
        Optional<StartParameters> own =
                Optional.ofNullable(pod.config("start").get(pod.name())).map(StartParameters::parse);
        if (own.isEmpty()) {
            return Initialisation.failed(NOT_ADMITTED);
        }
        Volume volume = pod.volume(VOLUME);
        Optional<String> found = volume.read(INCARNATION, String.class);
        boolean same = found.equals(Optional.of(own.get().incarnation()));
        if (own.get().is("started") && !(same && memory().isPresent())) {
            return Initialisation.failed(BLANK_VOLUME);
        }
        if (found.isPresent() && !same) {
            setAside(volume, found.get());
        }
        return memory().isPresent() || firstStart(own.get(), volume)
                ? Initialisation.DONE
                : Initialisation.failed(NOT_ADMITTED);
    }

    private boolean firstStart(StartParameters own, Volume volume) {
        Optional<Memory> blank = own.is("new")
                ? Optional.of(new Memory(
                        id(pod.name(), own), own.master(), own.founders().size() / 2 + 1))
                : network.named(pod, own.ask()).map(master -> new Memory(id(pod.name(), own), master, UNCOUNTED));
        blank.ifPresent(memory -> {
            own.founders().stream()
                    .map(founder -> founder.split("@", 2))
                    .filter(founder -> !founder[0].equals(pod.name()))
                    .forEach(founder -> memory.meet(id(founder[0], own), founder[1]));
            volume.write(INCARNATION, own.incarnation());
            volume.write(Memory.PATH, memory);
        });
        return blank.isPresent();
    }

    private static String id(String name, StartParameters own) {
        return name + "." + own.incarnation();
    }

    private static void setAside(Volume volume, String incarnation) {
        volume.read(Memory.PATH, Memory.class)
                .ifPresent(memory -> volume.write("aside/" + incarnation + "/data", memory));
        volume.delete(Memory.PATH);
        volume.delete(INCARNATION);
    }

    private Optional<Memory> memory() {
        return pod.volume(VOLUME).read(Memory.PATH, Memory.class);
    }

    @Override
    public void start() {
        SentinelProcess started = new SentinelProcess(pod, RedisNetwork.host(pod), memory().orElseThrow());
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
        return process.isPresent();
    }

    @Override
    public List<Integer> ports() {
        return List.of(PORT);
    }

    @Override
    public ProgramReply handle(ProgramRequest request) {
        Words words = Words.of(request);
        boolean idle =
                words.spoke().filter(spoke -> spoke.plus(IDLE).isBefore(now())).isPresent();
        return process.filter(running -> request.port() == PORT && !idle)
                .map(running -> words.answer(said -> new SentinelCommands(network, running).answer(said)))
                .orElseGet(Words::closed);
    }

    private Instant now() {
        return pod.schedule().now();
    }
}
