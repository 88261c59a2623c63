package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pod whose first container is a {@link PodProgram} and stands for all others.
 *
 * <p>Work that was scheduled for an earlier life of the container is dropped: each start, exit and stop begins a new life.
 */
final class SimulatedPod implements PodRuntime {

    private static final Duration NEXT_SYNC = Duration.ofSeconds(1);
    private static final Duration CRASH = Duration.ofMillis(100);
    private static final Optional<String> NOT_PROBED = Optional.of("");

    private enum Stage {
        CREATING,
        INITIALISING,
        STARTING,
        RUNNING,
        BACKING_OFF,
        STOPPING,
        ENDED
    }

    private final PodNode node;
    private final Key key;
    private final Pod first;
    private final MountedPod mounted;
    private final PodProgram program;
    private final String nodeName;
    private final Instant startTime;
    private final ReadinessProbe probe;
    private final Restarts backOff;
    private Stage stage = Stage.CREATING;
    private ContainerState state = ContainerState.creating();
    private Optional<ContainerState> lastState = Optional.empty();
    private Optional<ContainerState> initFailure = Optional.empty();
    private Optional<String> address = Optional.empty();
    private boolean initialised;
    private boolean ready;
    private boolean probing;
    private int restarts;
    private final BackOff pulls = new BackOff();
    private Optional<String> lastFailure = Optional.empty();
    private Instant runningSince = Instant.EPOCH;
    private int life;

    SimulatedPod(PodNode node, Pod pod, Programs programs) {
        this.node = node;
        this.key = pod.key();
        this.first = pod;
        this.nodeName = pod.node().orElseThrow();
        this.startTime = node.cluster().now();
        this.probe = new ReadinessProbe(container());
        this.backOff = new Restarts(pod.tree(), container().path("name").asText());
        this.mounted = new MountedPod(pod, node, this);
        this.program = programs.create(pod.tree(), mounted);
    }

    // ---- life

    @Override
    public void begin() {
        initialised = first.spec().path("initContainers").isEmpty();
        report();
        Duration half = node.cluster().delays().containerStart().dividedBy(2);
        later(half.plus(node.disturbances().extraStart(path(), mounted.image())), "sandbox", this::sandbox);
    }

    private void sandbox() {
        address = Optional.of(node.addresses().next());
        mounted.readConfig();
        pull();
    }

    /** Tries again and again where no registry has the image. */
    private void pull() {
        String image = mounted.image();
        if (!node.disturbances().imageMissing(image)) {
            event(
                    "Pulled",
                    "Container image \"" + image + "\" already present on machine and can be accessed by the pod");
            stage = Stage.INITIALISING;
            tryInitialise();
            return;
        }
        String error = "rpc error: code = NotFound desc = failed to pull and unpack image \"" + image
                + "\": failed to resolve image: " + image + ": not found";
        state = new ContainerState.Waiting("ErrImagePull", error);
        event("Pulling", "Pulling image \"" + image + "\"");
        warning("Failed", "Failed to pull image \"" + image + "\": " + error);
        warning("Failed", "Error: ErrImagePull");
        report();
        later(NEXT_SYNC, "image back-off", () -> pullBacksOff(image, error));
        later(pulls.next(node.cluster().delays().crashBackOff()), "pull", this::pull);
    }

    private void pullBacksOff(String image, String error) {
        String message = "Back-off pulling image \"" + image + "\"";
        state = new ContainerState.Waiting("ImagePullBackOff", message + ": ErrImagePull: " + error);
        event("BackOff", message);
        warning("Failed", "Error: ImagePullBackOff");
        report();
    }

    private void tryInitialise() {
        Initialisation result = program.initialise();
        if (result instanceof Initialisation.Done) {
            initialised = true;
            stage = Stage.STARTING;
            report();
            later(node.cluster().delays().containerStart().dividedBy(2), "containers", this::run);
        } else {
            if (result instanceof Initialisation.Failed failed) {
                initFailure = Optional.of(new ContainerState.Terminated(
                        failed.exitCode(),
                        ContainerState.reason(failed.exitCode()),
                        startTime,
                        node.cluster().now()));
                later(node.cluster().delays().crashBackOff(), "init restart", this::look);
            }
            report();
        }
    }

    private void run() {
        life++;
        stage = Stage.RUNNING;
        probing = false;
        if (ran()) {
            restarts++;
        }
        if (state instanceof ContainerState.Terminated end) {
            lastState = Optional.of(end);
        }
        runningSince = node.cluster().now();
        state = new ContainerState.Running(runningSince);
        event("Created", "Container created");
        event("Started", "Container started");
        report();
        node.disturbances().crash(path(), mounted.image()).ifPresentOrElse(this::crash, this::start);
    }

    private void crash(ContainerFault.Crashes crash) {
        later(CRASH, "crash", () -> exited(crash.exitCode(), crash.reason()));
    }

    private void start() {
        program.start();
        node.opened(this, program.ports());
        if (stage == Stage.RUNNING) {
            later(node.cluster().delays().readiness().plus(probe.initialDelay()), "readiness", () -> {
                probing = true;
                probe();
            });
        }
    }

    private void probe() {
        Optional<String> failure =
                probing ? probe.failure(program, node.disturbances().unready(path(), mounted.image())) : NOT_PROBED;
        if (probing && probe.defined()) {
            failure.filter(text -> !failure.equals(lastFailure))
                    .ifPresent(text -> warning("Unhealthy", "Readiness probe failed: " + text));
            lastFailure = failure;
        }
        if (failure.isEmpty() != ready) {
            ready = failure.isEmpty();
            report();
        }
    }

    // ---- ends

    void exit(int code) {
        exit(code, ContainerState.reason(code));
    }

    @Override
    public void exit(int code, String reason) {
        later(Duration.ZERO, "exit " + code, () -> exited(code, reason));
    }

    private void exited(int code, String reason) {
        if (stage != Stage.RUNNING) {
            return;
        }
        Instant now = node.cluster().now();
        stopProgram();
        ready = false;
        ContainerState.Terminated end = new ContainerState.Terminated(code, reason, runningSince, now);
        String policy = first.spec().path("restartPolicy").asText("Always");
        if (policy.equals("Never") || (policy.equals("OnFailure") && code == 0)) {
            stage = Stage.ENDED;
            state = end;
            report();
            return;
        }
        stage = Stage.BACKING_OFF;
        Duration wait = backOff.wait(
                Duration.between(runningSince, now), node.cluster().delays().crashBackOff());
        if (wait.isZero()) {
            state = end;
        } else {
            lastState = Optional.of(end);
            state = backOff.waiting(wait);
            warning("BackOff", backOff.event());
        }
        report();
        later(wait, "restart", this::run);
    }

    private boolean ran() {
        return !runningSince.equals(Instant.EPOCH);
    }

    private JsonNode container() {
        return first.spec().path("containers").path(0);
    }

    @Override
    public void terminate(Duration grace) {
        if (stage == Stage.STOPPING || stage == Stage.ENDED) {
            return;
        }
        boolean ran = stage == Stage.RUNNING;
        life++;
        stage = Stage.STOPPING;
        Duration takes = node.cluster().delays().termination();
        if (ran) {
            event("Killing", "Stopping container " + container().path("name").asText());
            report();
        }
        later(takes.compareTo(grace) > 0 ? grace : takes, "termination", this::ended);
    }

    private void ended() {
        Instant now = node.cluster().now();
        stopProgram();
        ready = false;
        stage = Stage.ENDED;
        boolean ran = state instanceof ContainerState.Running;
        int code = ran ? 0 : ContainerState.KILLED;
        state = new ContainerState.Terminated(code, ContainerState.reason(code), ran ? runningSince : startTime, now);
        report();
        later(node.cluster().delays().removal(), "removal", () -> node.cluster().remove(key));
    }

    @Override
    public void vanish() {
        life++;
        stopProgram();
        stage = Stage.ENDED;
        address = Optional.empty();
        node.volumes().forgetEphemeral(uid());
    }

    private void stopProgram() {
        life++;
        address.ifPresent(node::closed);
        program.stop();
    }

    // ---- what others tell it

    @Override
    public void refreshMounts() {
        if (mounted.readConfig()) {
            program.configChanged();
            look();
        }
    }

    @Override
    public void changed() {
        later(Duration.ZERO, "look", this::look);
    }

    private void look() {
        if (stage == Stage.INITIALISING) {
            tryInitialise();
        } else if (stage == Stage.RUNNING) {
            probe();
        }
    }

    Optional<ProgramReply> request(ProgramRequest request) {
        boolean listens = stage == Stage.RUNNING && program.ports().contains(request.port());
        return listens ? Optional.of(program.handle(request)) : Optional.empty();
    }

    @Override
    public boolean runs(String container) {
        return stage == Stage.RUNNING;
    }

    @Override
    public Optional<Execution> execute(String container, List<String> command, Optional<String> input) {
        return stage == Stage.RUNNING ? Optional.of(program.execute(mounted, command, input)) : Optional.empty();
    }

    String uid() {
        return first.uid();
    }

    String path() {
        return first.path();
    }

    /** Absent until the sandbox stands. */
    Optional<String> address() {
        return address;
    }

    private void later(Duration delay, String what, Runnable work) {
        int asked = life;
        node.cluster().schedule().after(delay, "pod " + path() + " " + what, () -> {
            if (asked == life && !node.disturbances().lostNodes().contains(nodeName)) {
                work.run();
            }
        });
    }

    private void report() {
        node.read(key).filter(pod -> pod.uid().equals(uid())).ifPresent(pod -> {
            boolean shown = stage != Stage.CREATING && initialised && stage != Stage.STARTING;
            PodStatus status = new PodStatus(
                    phase(),
                    address.isPresent(),
                    initialised,
                    ready,
                    initContainers(),
                    containers("containers", state, lastState, ready, restarts),
                    shown ? address : Optional.empty(),
                    node.hostAddress(nodeName),
                    startTime);
            node.cluster()
                    .writeStatus(
                            key,
                            Cluster.KUBELET,
                            status.json(pod, node.cluster().now()));
        });
    }

    private List<ContainerStatus> initContainers() {
        return containers("initContainers", initState(), initFailure, initialised && stage != Stage.ENDED, 0);
    }

    private ContainerState initState() {
        if (initialised) {
            return new ContainerState.Terminated(0, ContainerState.reason(0), startTime, startTime);
        }
        if (initFailure.isPresent()) {
            return new ContainerState.Waiting("CrashLoopBackOff", "back-off restarting failed init container");
        }
        return address.isPresent()
                ? new ContainerState.Running(startTime)
                : new ContainerState.Waiting("PodInitializing", "");
    }

    private List<ContainerStatus> containers(
            String field, ContainerState now, Optional<ContainerState> last, boolean isReady, int restarted) {
        return first.spec()
                .path(field)
                .valueStream()
                .map(each -> new ContainerStatus(
                        each.path("name").asText(),
                        each.path("image").asText(),
                        now,
                        last,
                        isReady,
                        now instanceof ContainerState.Running,
                        restarted))
                .toList();
    }

    private String phase() {
        if (stage == Stage.ENDED) {
            boolean clean = state instanceof ContainerState.Terminated end && end.exitCode() == 0;
            return clean ? "Succeeded" : "Failed";
        }
        return ran() ? "Running" : "Pending";
    }

    private void event(String reason, String message) {
        node.cluster().events().normal(new Events.Source("kubelet", nodeName), first.tree(), reason, message);
    }

    private void warning(String reason, String message) {
        node.cluster().events().warning(new Events.Source("kubelet", nodeName), first.tree(), reason, message);
    }
}
