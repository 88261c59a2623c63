package dev.quorate.simulator.engine.redis;

import dev.quorate.simulator.behaviour.Initialisation;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.PodProgram;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One pod of Redis: it asks the sentinels whom to follow each time its container starts, and waits for their majority. */
final class RedisProgram implements PodProgram {

    static final int PORT = 6379;

    private static final String VOLUME = "data";
    private static final int NOT_ADMITTED = 4;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final PodContext pod;
    private final RedisNetwork network;
    private Optional<StartParameters> parameters = Optional.empty();
    private Optional<RedisProcess> process = Optional.empty();
    private int starts;

    RedisProgram(PodContext pod, RedisNetwork network) {
        this.pod = pod;
        this.network = network;
    }

    @Override
    public Initialisation initialise() {
        parameters = Optional.ofNullable(pod.config("start").get(pod.name())).map(StartParameters::parse);
        return parameters.isEmpty() ? Initialisation.failed(NOT_ADMITTED) : Initialisation.DONE;
    }

    @Override
    public void start() {
        starts++;
        decide(starts);
    }

    private void decide(int start) {
        if (start != starts) {
            return;
        }
        StartParameters own = parameters.orElseThrow();
        Optional<String> named = network.named(pod, own.sentinels());
        boolean me = named.filter(this::self).isPresent();
        boolean whole = copy().whole().equals(own.incarnation());
        if (named.isPresent() && (!me || whole)) {
            run(own, me ? Optional.empty() : named);
        } else if (me && own.is("new") && !network.followed(pod, own.founders())) {
            pod.volume(VOLUME).write(Copy.PATH, new Copy(network.founding(), List.of(), own.incarnation()));
            run(own, Optional.empty());
        } else {
            pod.schedule().after(AGAIN, "Redis asks in " + pod.name(), () -> decide(start));
        }
    }

    private boolean self(String host) {
        return host.startsWith(pod.name() + ".");
    }

    private Copy copy() {
        return pod.volume(VOLUME).read(Copy.PATH, Copy.class).orElse(Copy.BLANK);
    }

    private void run(StartParameters own, Optional<String> master) {
        if (!copy().whole().equals(own.incarnation())) {
            pod.volume(VOLUME).write(Copy.PATH, Copy.BLANK);
        }
        RedisProcess started =
                new RedisProcess(pod, RedisNetwork.host(pod), own.incarnation(), pod.volume(VOLUME), master);
        process = Optional.of(started);
        network.joined(started);
        pod.changed();
    }

    @Override
    public void stop() {
        starts++;
        process.ifPresent(network::left);
        process = Optional.empty();
    }

    @Override
    public boolean ready() {
        return process.filter(running -> running.masters() || running.linked()).isPresent();
    }

    @Override
    public List<Integer> ports() {
        return List.of(PORT);
    }

    @Override
    public ProgramReply handle(ProgramRequest request) {
        return process.filter(running -> request.port() == PORT)
                .map(running -> Words.of(request).answer(words -> new RedisCommands(network, running).answer(words)))
                .orElseGet(Words::closed);
    }
}
