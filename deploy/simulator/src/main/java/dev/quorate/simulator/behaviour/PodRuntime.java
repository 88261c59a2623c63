package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One pod on its node, from the sandbox to the end of its processes.
 *
 * <p>Work that was scheduled for an earlier life of the container is dropped: each start, exit and stop begins a new life.
 */
final class PodRuntime {

    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    private static final Duration STABLE = Duration.ofMinutes(10);
    private static final int KILLED = 137;

    private enum Stage {
        CREATING,
        INITIALISING,
        STARTING,
        RUNNING,
        BACKING_OFF,
        STOPPING,
        ENDED
    }

    /** What a pod needs of the kubelet of its node. */
    interface Node {
        Cluster cluster();

        Disturbances disturbances();

        Volumes volumes();

        Addresses addresses();

        void opened(PodRuntime pod, List<Integer> ports);

        void closed(String address);

        Optional<Pod> read(Key pod);

        String hostAddress(String node);
    }

    private final Node node;
    private final Key key;
    private final Pod first;
    private final MountedPod mounted;
    private final PodProgram program;
    private final String nodeName;
    private final Instant startTime;
    private Stage stage = Stage.CREATING;
    private ContainerState state = ContainerState.creating();
    private Optional<ContainerState> lastState = Optional.empty();
    private Optional<ContainerState> initFailure = Optional.empty();
    private Optional<String> address = Optional.empty();
    private boolean initialised;
    private boolean ready;
    private boolean probing;
    private int restarts;
    private int backOffs;
    private Instant runningSince = Instant.EPOCH;
    private int life;

    PodRuntime(Node node, Pod pod, Programs programs) {
        this.node = node;
        this.key = pod.key();
        this.first = pod;
        this.nodeName = pod.node().orElseThrow();
        this.startTime = node.cluster().now();
        this.mounted = new MountedPod(pod, node, this);
        this.program = programs.create(pod.tree(), mounted);
    }

    String nodeName() {
        return nodeName;
    }

    // ---- life

    void begin() {
        initialised = first.spec().path("initContainers").isEmpty();
        report();
        Duration half = node.cluster().delays().containerStart().dividedBy(2);
        later(half.plus(node.disturbances().extraStart(path())), "sandbox", this::sandbox);
    }

    private void sandbox() {
        address = Optional.of(node.addresses().next());
        mounted.readConfig();
        if (imagePulled()) {
            stage = Stage.INITIALISING;
            tryInitialise();
        }
    }

    private boolean imagePulled() {
        if (!node.disturbances().imageMissing(mounted.image())) {
            event(
                    "Pulled",
                    "Container image \"" + mounted.image()
                            + "\" already present on machine and can be accessed by the pod");
            return true;
        }
        state = new ContainerState.Waiting(
                "ErrImagePull", "failed to resolve image: " + mounted.image() + ": not found");
        warning("Failed", "Failed to pull image \"" + mounted.image() + "\": not found");
        warning("Failed", "Error: ErrImagePull");
        report();
        later(node.cluster().delays().crashBackOff(), "image back-off", () -> {
            state = new ContainerState.Waiting(
                    "ImagePullBackOff", "Back-off pulling image \"" + mounted.image() + "\"");
            event("BackOff", "Back-off pulling image \"" + mounted.image() + "\"");
            warning("Failed", "Error: ImagePullBackOff");
            report();
        });
        return false;
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
                        failed.exitCode(), startTime, node.cluster().now()));
                later(node.cluster().delays().crashBackOff(), "init restart", this::look);
            }
            report();
        }
    }

    private void run() {
        life++;
        stage = Stage.RUNNING;
        probing = false;
        runningSince = node.cluster().now();
        state = new ContainerState.Running(runningSince);
        event("Created", "Container created");
        event("Started", "Container started");
        report();
        program.start();
        node.opened(this, program.ports());
        if (stage == Stage.RUNNING) {
            later(node.cluster().delays().readiness().plus(initialDelay()), "readiness", () -> {
                probing = true;
                probe();
            });
        }
    }

    private void probe() {
        boolean now = probing && !node.disturbances().unreadyPods().contains(path()) && passesProbe();
        if (now != ready) {
            ready = now;
            report();
        }
    }

    private boolean passesProbe() {
        JsonNode http = readinessProbe().path("httpGet");
        if (http.isMissingNode()) {
            return program.ready();
        }
        return program.handle(ProgramRequest.get(
                        port(http.path("port")), http.path("path").asText("/")))
                .successful();
    }

    /** A probe names its port by number or by the name of a container port. */
    private int port(JsonNode named) {
        for (JsonNode port : first.spec().path("containers").path(0).path("ports")) {
            if (port.path("name").asText().equals(named.asText())) {
                return port.path("containerPort").asInt();
            }
        }
        return named.asInt();
    }

    private JsonNode readinessProbe() {
        return first.spec().path("containers").path(0).path("readinessProbe");
    }

    private Duration initialDelay() {
        return Duration.ofSeconds(readinessProbe().path("initialDelaySeconds").asLong(0));
    }

    // ---- ends

    void exit(int code) {
        later(Duration.ZERO, "exit " + code, () -> exited(code));
    }

    private void exited(int code) {
        if (stage != Stage.RUNNING) {
            return;
        }
        Instant now = node.cluster().now();
        stopProgram();
        ready = false;
        ContainerState.Terminated end = new ContainerState.Terminated(code, runningSince, now);
        String policy = first.spec().path("restartPolicy").asText("Always");
        if (policy.equals("Never") || (policy.equals("OnFailure") && code == 0)) {
            stage = Stage.ENDED;
            state = end;
            report();
            return;
        }
        stage = Stage.BACKING_OFF;
        restarts++;
        lastState = Optional.of(end);
        Duration wait = backOff(Duration.between(runningSince, now));
        state = wait.isZero()
                ? end
                : new ContainerState.Waiting(
                        "CrashLoopBackOff", "back-off " + wait.toSeconds() + "s restarting failed container");
        report();
        later(wait, "restart", this::run);
    }

    /** The first restart comes at once, the next ones later and later; a long run is forgiven. */
    private Duration backOff(Duration ran) {
        if (ran.compareTo(STABLE) >= 0) {
            backOffs = 0;
        }
        if (backOffs++ == 0) {
            return Duration.ZERO;
        }
        Duration wait = node.cluster().delays().crashBackOff().multipliedBy(1L << Math.min(backOffs - 2, 10));
        warning("BackOff", "Back-off restarting failed container");
        return wait.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : wait;
    }

    /** The pod was deleted with time to end. */
    void terminate(Pod pod) {
        if (stage == Stage.STOPPING || stage == Stage.ENDED) {
            return;
        }
        boolean ran = stage == Stage.RUNNING;
        life++;
        stage = Stage.STOPPING;
        long grace =
                pod.tree().path("metadata").path("deletionGracePeriodSeconds").asLong();
        Duration graceful = Duration.ofSeconds(grace);
        Duration takes = node.cluster().delays().termination();
        if (ran) {
            event(
                    "Killing",
                    "Stopping container "
                            + first.spec()
                                    .path("containers")
                                    .path(0)
                                    .path("name")
                                    .asText());
            report();
        }
        later(takes.compareTo(graceful) > 0 ? graceful : takes, "termination", this::ended);
    }

    private void ended() {
        Instant now = node.cluster().now();
        stopProgram();
        ready = false;
        stage = Stage.ENDED;
        boolean ran = state instanceof ContainerState.Running;
        state = new ContainerState.Terminated(ran ? 0 : KILLED, ran ? runningSince : startTime, now);
        report();
        later(node.cluster().delays().removal(), "removal", () -> node.cluster().remove(key));
    }

    /** The pod object is gone, or its node is dead: nothing can be reported any more. */
    void vanish() {
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

    /** Reads mounted ConfigMaps anew, as the kubelet does some time after they changed. */
    void refreshConfig() {
        if (mounted.readConfig()) {
            program.configChanged();
            look();
        }
    }

    void changed() {
        later(Duration.ZERO, "look", this::look);
    }

    /** Looks again at init containers or at the probe. */
    void look() {
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

    /** Absent while no container runs. */
    Optional<Execution> execute(List<String> command, Optional<String> input) {
        return stage == Stage.RUNNING ? Optional.of(program.execute(mounted, command, input)) : Optional.empty();
    }

    String uid() {
        return first.uid();
    }

    String path() {
        return first.path();
    }

    Pod pod() {
        return first;
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
            PodStatus status = new PodStatus(
                    phase(),
                    address.isPresent(),
                    initialised,
                    ready,
                    state,
                    lastState,
                    initFailure,
                    restarts,
                    stage == Stage.CREATING || !initialised || stage == Stage.STARTING ? Optional.empty() : address,
                    node.hostAddress(nodeName),
                    startTime);
            node.cluster()
                    .writeStatus(
                            key,
                            Cluster.KUBELET,
                            status.json(pod, node.cluster().now()));
        });
    }

    private String phase() {
        if (stage == Stage.ENDED) {
            boolean clean = state instanceof ContainerState.Terminated end && end.exitCode() == 0;
            return clean ? "Succeeded" : "Failed";
        }
        boolean ran = state instanceof ContainerState.Running || restarts > 0;
        return ran ? "Running" : "Pending";
    }

    private void event(String reason, String message) {
        node.cluster().events().normal(new Events.Source("kubelet", nodeName), first.tree(), reason, message);
    }

    private void warning(String reason, String message) {
        node.cluster().events().warning(new Events.Source("kubelet", nodeName), first.tree(), reason, message);
    }
}
