package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.behaviour.ContainerLog;
import dev.quorate.simulator.behaviour.ContainerStatus;
import dev.quorate.simulator.behaviour.Execution;
import dev.quorate.simulator.behaviour.PodHost;
import dev.quorate.simulator.behaviour.PodRuntime;
import dev.quorate.simulator.behaviour.PodStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A pod whose containers are processes: in a network namespace of its own, with its volumes, settings and host name.
 *
 * <ol>
 *   <li>its place in the network, and its volumes as soon as everything in them is there;
 *   <li>the init containers, one after the other;
 *   <li>all other containers, restarted as the pod's policy says;
 *   <li>when it is deleted: their end, then that of its place.
 * </ol>
 */
final class ProcessPod implements PodRuntime {

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final PodHost host;
    private final ProcessPods pods;
    private final PodWork work;
    private final PodSettings settings;
    private final Instant startTime;
    private final List<ProcessContainer> inits = new ArrayList<>();
    private final List<ProcessContainer> mains = new ArrayList<>();
    private volatile Optional<Network.Place> place = Optional.empty();
    private volatile Map<String, PodVolumes.Content> shown = Map.of();
    private boolean prepared;
    private boolean cut;
    private boolean stopping;
    private boolean left;
    private boolean vanished;

    ProcessPod(PodHost host, ProcessPods pods, PodWork work, PodSettings settings) {
        this.host = host;
        this.pods = pods;
        this.work = work;
        this.settings = settings;
        this.startTime = host.schedule().now();
        JsonNode spec = host.pod().path("spec");
        boolean hasInit = !spec.path("initContainers").isEmpty();
        String waiting = hasInit ? "PodInitializing" : "ContainerCreating";
        spec.path("initContainers").forEach(each -> inits.add(new ProcessContainer(this, host, work, each, waiting)));
        spec.path("containers").forEach(each -> mains.add(new ProcessContainer(this, host, work, each, waiting)));
    }

    // ---- life

    @Override
    public void begin() {
        report();
        attach();
    }

    private void attach() {
        if (stopping) {
            return;
        }
        work.aside(
                "network",
                () -> pods.attach(settings.path()),
                found -> {
                    place = Optional.of(found);
                    connectionsChanged();
                    mount();
                },
                failure -> {
                    host.warning("FailedCreatePodSandBox", failure);
                    work.later(AGAIN, this::attach);
                },
                found -> pods.leaveLater(settings, Optional.of(found), List.of()));
    }

    /** Tries again and again, until everything is there. */
    private void mount() {
        if (stopping) {
            leave();
            return;
        }
        try {
            Map<String, PodVolumes.Content> wanted = settings.volumes().wanted(address());
            work.aside(
                    "volumes",
                    () -> settings.provide(wanted, address()),
                    done -> {
                        shown = wanted;
                        prepared = true;
                        next();
                    },
                    this::mountFailed,
                    done -> {});
        } catch (MissingException e) {
            mountFailed(e.sentence());
        }
    }

    private void mountFailed(String failure) {
        host.warning("FailedMount", "MountVolume.SetUp failed: " + failure);
        work.later(AGAIN, this::mount);
    }

    /** The next init container, or all others at once. */
    private void next() {
        if (stopping) {
            leave();
            return;
        }
        report();
        inits.stream()
                .filter(each -> !each.exitCode().equals(Optional.of(0)))
                .findFirst()
                .ifPresentOrElse(ProcessContainer::start, () -> mains.forEach(ProcessContainer::start));
    }

    /** For good, as far as its policy goes. */
    void containerEnded() {
        if (stopping) {
            leaveWhenAllEnded();
        } else if (!initialised()) {
            if (inits.stream()
                    .anyMatch(each -> each.exitCode().filter(code -> code != 0).isPresent())) {
                report();
            } else {
                next();
            }
        } else if (mains.stream().noneMatch(ProcessContainer::everRan)) {
            next();
        }
    }

    boolean restarts(ProcessContainer container, int code) {
        if (inits.contains(container)) {
            return code != 0 && !policy().equals("Never");
        }
        return policy().equals("Always") || (policy().equals("OnFailure") && code != 0);
    }

    private String policy() {
        return host.pod().path("spec").path("restartPolicy").asText("Always");
    }

    private boolean initialised() {
        return inits.stream().allMatch(each -> each.exitCode().equals(Optional.of(0)));
    }

    // ---- end

    @Override
    public void terminate(Duration grace) {
        if (stopping) {
            return;
        }
        stopping = true;
        List<ProcessContainer> all = containers().toList();
        all.forEach(each -> each.stop(grace));
        report();
        leaveWhenAllEnded();
    }

    private void leaveWhenAllEnded() {
        if (containers().noneMatch(ProcessContainer::runs) && (prepared || place.isEmpty())) {
            leave();
        }
    }

    private void leave() {
        if (left) {
            return;
        }
        left = true;
        report();
        removePlace();
    }

    /** Until it works: a pod is not gone as long as something of it is left. */
    private void removePlace() {
        work.aside(
                "end",
                () -> pods.leave(settings, place, List.of()),
                done -> host.gone(),
                failure -> {
                    host.warning("FailedKillPod", failure);
                    work.later(AGAIN, this::removePlace);
                },
                done -> {});
    }

    @Override
    public void vanish() {
        if (vanished) {
            return;
        }
        vanished = true;
        stopping = true;
        work.end();
        containers().forEach(ProcessContainer::kill);
        if (!left) {
            pods.leaveLater(
                    settings, place, containers().map(ProcessContainer::exit).toList());
        }
    }

    // ---- what others tell it

    @Override
    public void refreshMounts() {
        if (!prepared || stopping) {
            return;
        }
        try {
            Map<String, PodVolumes.Content> wanted = settings.volumes().wanted(address());
            if (!wanted.equals(shown)) {
                shown = wanted;
                work.aside("mounts", () -> settings.provide(wanted, address()), done -> {});
            }
        } catch (MissingException e) {
            host.warning("FailedMount", "MountVolume.SetUp failed: " + e.sentence());
        }
    }

    @Override
    public void changed() {
        report();
    }

    @Override
    public void connectionsChanged() {
        boolean now = host.cutOff();
        if (place.isPresent() && now != cut) {
            cut = now;
            Network.Place where = place.get();
            work.aside(
                    "link",
                    () -> {
                        pods.network().connect(where, !now);
                        return where;
                    },
                    done -> {});
        }
    }

    @Override
    public void exit(int code, String reason) {
        mains.get(0).exit(code, reason);
    }

    @Override
    public boolean runs(String container) {
        return named(container).filter(ProcessContainer::runs).isPresent();
    }

    @Override
    public Optional<Execution> execute(String container, List<String> command, Optional<String> input) {
        return named(container).flatMap(each -> each.execute(command, input));
    }

    private Optional<ProcessContainer> named(String name) {
        return containers().filter(each -> each.name().equals(name)).findFirst();
    }

    private Stream<ProcessContainer> containers() {
        return Stream.concat(inits.stream(), mains.stream());
    }

    // ---- what its containers ask

    Optional<Image> image(String name) {
        return pods.images().find(name);
    }

    Launch launch(JsonNode container, Image image, int serial) {
        shown = settings.volumes().wanted(address());
        return settings.launch(container, image, serial, place.orElseThrow(), shown);
    }

    /** Called without the lock. A volume that was lost meanwhile is a new folder now. */
    ContainerProcess started(Launch launch, Consumer<String> line) throws IOException, InterruptedException {
        settings.provide(shown, address());
        return pods.start(launch, line);
    }

    String lastWords(JsonNode container, Launch launch, ContainerLog log, int code) {
        return settings.lastWords(container, launch, log, code);
    }

    /** Empty until its network stands. */
    String address() {
        return place.map(Network.Place::address).orElse("");
    }

    Duration grace() {
        return Duration.ofSeconds(
                host.pod().path("spec").path("terminationGracePeriodSeconds").asLong(30));
    }

    void report() {
        if (vanished) {
            return;
        }
        boolean ready = !stopping && !mains.isEmpty() && mains.stream().allMatch(ProcessContainer::ready);
        List<ContainerStatus> initStatuses =
                inits.stream().map(each -> each.status(true)).toList();
        List<ContainerStatus> statuses =
                mains.stream().map(each -> each.status(false)).toList();
        host.report(new PodStatus(
                phase(),
                place.isPresent(),
                prepared && initialised(),
                ready,
                initStatuses,
                statuses,
                place.map(Network.Place::address),
                host.hostAddress(),
                startTime));
    }

    private String phase() {
        List<Optional<Integer>> codes =
                mains.stream().map(ProcessContainer::exitCode).toList();
        boolean initFailed = policy().equals("Never")
                && inits.stream()
                        .anyMatch(each ->
                                each.exitCode().filter(code -> code != 0).isPresent());
        boolean ended = codes.stream().allMatch(Optional::isPresent) && (left || (!stopping && !anyRestarts(codes)));
        if (initFailed || ended) {
            return !initFailed && codes.stream().allMatch(code -> code.equals(Optional.of(0))) ? "Succeeded" : "Failed";
        }
        return mains.stream().anyMatch(ProcessContainer::everRan) ? "Running" : "Pending";
    }

    private boolean anyRestarts(List<Optional<Integer>> codes) {
        return policy().equals("Always")
                || (policy().equals("OnFailure") && codes.stream().anyMatch(code -> !code.equals(Optional.of(0))));
    }
}
