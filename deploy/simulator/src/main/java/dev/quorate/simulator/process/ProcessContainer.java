package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.behaviour.ContainerLog;
import dev.quorate.simulator.behaviour.ContainerState;
import dev.quorate.simulator.behaviour.ContainerStatus;
import dev.quorate.simulator.behaviour.Execution;
import dev.quorate.simulator.behaviour.PodHost;
import dev.quorate.simulator.behaviour.Restarts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One container of a pod, started as often as its pod wants it. All calls come under the simulator's lock. */
final class ProcessContainer implements ContainerProbes.Listener {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(5);

    private final ProcessPod pod;
    private final PodHost host;
    private final PodWork work;
    private final JsonNode spec;
    private final Restarts restartWaits;
    private ContainerState state;
    private Optional<ContainerState> lastState = Optional.empty();
    private Optional<Running> running = Optional.empty();
    private Optional<End> forcedEnd = Optional.empty();
    private boolean stopping;
    private int starts;

    private record Running(
            ContainerProcess process, Launch launch, ContainerLog log, Instant since, ContainerProbes probes) {}

    private record End(int code, String reason) {}

    ProcessContainer(ProcessPod pod, PodHost host, PodWork work, JsonNode spec, String waitingFor) {
        this.pod = pod;
        this.host = host;
        this.work = work;
        this.spec = spec;
        this.state = new ContainerState.Waiting(waitingFor, "");
        this.restartWaits = new Restarts(host.pod(), name());
    }

    String name() {
        return spec.path("name").asText();
    }

    JsonNode spec() {
        return spec;
    }

    private String image() {
        return spec.path("image").asText();
    }

    ContainerStatus status(boolean init) {
        boolean completed = state instanceof ContainerState.Terminated end && end.exitCode() == 0;
        boolean started = running.filter(each -> each.probes().started()).isPresent();
        return new ContainerStatus(
                name(), image(), state, lastState, init ? completed : ready(), started, Math.max(0, starts - 1));
    }

    boolean ready() {
        return running.filter(each -> each.probes().ready()).isPresent() && !host.forcedUnready(image());
    }

    boolean runs() {
        return running.isPresent();
    }

    boolean everRan() {
        return starts > 0;
    }

    /** Absent as long as it may run again. */
    Optional<Integer> exitCode() {
        return running.isEmpty() && state instanceof ContainerState.Terminated end
                ? Optional.of(end.exitCode())
                : Optional.empty();
    }

    // ---- start

    void start() {
        if (stopping) {
            return;
        }
        Optional<Image> image = host.imageMissing(image()) ? Optional.empty() : pod.image(image());
        if (image.isEmpty()) {
            pullFailed();
            return;
        }
        try {
            Launch launch = pod.launch(spec, image.get(), starts);
            ContainerLog log = host.beginLog(name());
            work.aside(
                    "start of " + name(),
                    () -> pod.started(launch, line -> wrote(log, line)),
                    process -> began(process, launch, log),
                    this::startFailed,
                    ContainerProcess::kill);
        } catch (MissingException e) {
            wait("CreateContainerConfigError", e.sentence());
            work.later(AGAIN, this::start);
        }
    }

    private void wrote(ContainerLog log, String line) {
        work.later(Duration.ZERO, () -> log.add(host.schedule().now(), line));
    }

    private void pullFailed() {
        String error = "failed to pull and unpack image \"" + image() + "\": failed to resolve image: " + image()
                + ": not found";
        boolean first = !(state instanceof ContainerState.Waiting waiting
                && waiting.reason().equals("ImagePullBackOff"));
        if (first) {
            host.warning("Failed", "Failed to pull image \"" + image() + "\": " + error);
        }
        wait("ImagePullBackOff", "Back-off pulling image \"" + image() + "\": ErrImagePull: " + error);
        work.later(host.delays().crashBackOff(), this::start);
    }

    private void startFailed(String error) {
        host.warning("Failed", "Error: " + error);
        wait("CreateContainerError", error);
        work.later(host.delays().crashBackOff(), this::start);
    }

    private void wait(String reason, String message) {
        state = new ContainerState.Waiting(reason, message);
        pod.report();
    }

    private void began(ContainerProcess process, Launch launch, ContainerLog log) {
        if (state instanceof ContainerState.Terminated end) {
            lastState = Optional.of(end);
        }
        starts++;
        Instant now = host.schedule().now();
        state = new ContainerState.Running(now);
        Duration longestStartup = host.delays().startupProbes();
        ContainerProbes probes = new ContainerProbes(work, spec, pod.address(), process, longestStartup, this);
        running = Optional.of(new Running(process, launch, log, now, probes));
        work.when(process.exit(), code -> ended(process, code));
        host.event("Created", "Container created");
        host.event("Started", "Container started");
        pod.report();
        if (stopping) {
            process.kill();
        } else {
            hook("postStart", process, AGAIN.multipliedBy(60), failure -> {
                host.warning("FailedPostStartHook", failure);
                process.kill();
            });
            probes.start();
        }
    }

    // ---- end

    private void ended(ContainerProcess process, int code) {
        Optional<Running> found = running.filter(each -> each.process().equals(process));
        if (found.isEmpty()) {
            return;
        }
        Running gone = found.get();
        gone.probes().end();
        gone.log().end();
        running = Optional.empty();
        End how = forcedEnd.orElse(new End(code, ContainerState.reason(code)));
        forcedEnd = Optional.empty();
        String message = pod.lastWords(spec, gone.launch(), gone.log(), how.code());
        Instant now = host.schedule().now();
        state = new ContainerState.Terminated(how.code(), how.reason(), message, gone.since(), now);
        if (stopping || !pod.restarts(this, how.code())) {
            pod.report();
            pod.containerEnded();
            return;
        }
        restart(Duration.between(gone.since(), now));
    }

    private void restart(Duration ran) {
        Duration wait = restartWaits.wait(ran, host.delays().crashBackOff());
        if (!wait.isZero()) {
            lastState = Optional.of(state);
            state = restartWaits.waiting(wait);
            host.warning("BackOff", restartWaits.event());
        }
        pod.report();
        work.later(wait, this::start);
    }

    /** First its hook, then a request to end; what is left when the time is over is killed. */
    void stop(Duration grace) {
        stopping = true;
        running.ifPresentOrElse(each -> end(each.process(), grace), () -> {
            if (!(state instanceof ContainerState.Terminated)) {
                Instant now = host.schedule().now();
                state = new ContainerState.Terminated(ContainerState.KILLED, "Error", now, now);
            }
            pod.containerEnded();
        });
    }

    private void end(ContainerProcess process, Duration grace) {
        host.event("Killing", "Stopping container " + name());
        work.later(grace, process::kill);
        if (spec.path("lifecycle").has("preStop")) {
            hook("preStop", process, grace, failure -> host.warning("FailedPreStopHook", failure));
        } else {
            process.askToEnd();
        }
    }

    /** The process is asked to end when the hook before its end is done, well or badly. */
    private void hook(String name, ContainerProcess process, Duration patience, Consumer<String> bad) {
        JsonNode handler = spec.path("lifecycle").path(name);
        if (handler.isMissingNode()) {
            return;
        }
        Action action = new Action(handler, spec, pod.address(), process);
        work.aside(name + " hook", () -> action.failure(patience), failure -> {
            failure.ifPresent(bad);
            if (name.equals("preStop")) {
                process.askToEnd();
            }
        });
    }

    /** At once, whoever waits for it. */
    void kill() {
        stopping = true;
        running.ifPresent(each -> each.process().kill());
    }

    /** Done when it does not run. */
    CompletableFuture<Integer> exit() {
        return running.map(each -> each.process().exit()).orElseGet(() -> CompletableFuture.completedFuture(0));
    }

    /** As if its process had ended so. */
    void exit(int code, String reason) {
        running.ifPresent(each -> {
            forcedEnd = Optional.of(new End(code, reason));
            each.process().kill();
        });
    }

    Optional<Execution> execute(List<String> command, Optional<String> input) {
        if (input.isEmpty()) {
            return running.map(each -> new Execution.WaitsForInput());
        }
        return running.map(each -> {
            CompletableFuture<Execution.Done> done = new CompletableFuture<>();
            work.aside(
                    "command in " + name(),
                    () -> each.process().execute(command, input.get(), LONGEST_COMMAND),
                    done::complete,
                    failure -> done.complete(new Execution.Done("", failure + "\n", 1)),
                    done::complete);
            return new Execution.Begun(done);
        });
    }

    // ---- probes

    @Override
    public void changed() {
        pod.report();
    }

    @Override
    public void unhealthy(String probe, String failure) {
        host.warning("Unhealthy", probe + " probe failed: " + failure);
    }

    @Override
    public void failed(String probe, OptionalInt grace) {
        host.event("Killing", "Container " + name() + " failed " + probe + " probe, will be restarted");
        Duration time = grace.isPresent() ? Duration.ofSeconds(grace.getAsInt()) : pod.grace();
        running.ifPresent(each -> end(each.process(), time));
        pod.report();
    }
}
