package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.OptionalInt;

/** The probes of one container between its start and its end: readiness and liveness are asked once it has started. */
final class ContainerProbes {

    private final PodWork work;
    private final JsonNode container;
    private final String address;
    private final ContainerProcess process;
    private final Duration longestStartup;
    private final Listener listener;
    private boolean started;
    private boolean ready;
    private boolean over;

    /** Told under the simulator's lock. */
    interface Listener {
        void changed();

        void unhealthy(String probe, String failure);

        /** @param grace how long it may take to end; the pod's own where it is absent */
        void failed(String probe, OptionalInt grace);
    }

    private interface Consequence {
        void of(Probe.Verdict verdict);
    }

    /** @param longestStartup at most, between two looks of the startup probe */
    ContainerProbes(
            PodWork work,
            JsonNode container,
            String address,
            ContainerProcess process,
            Duration longestStartup,
            Listener listener) {
        this.work = work;
        this.container = container;
        this.address = address;
        this.process = process;
        this.longestStartup = longestStartup;
        this.listener = listener;
    }

    boolean started() {
        return started;
    }

    boolean ready() {
        return ready;
    }

    void start() {
        if (container.has("startupProbe")) {
            Probe probe = new Probe(container.path("startupProbe")).atLeastEach(longestStartup);
            later(probe.initialDelay(), "Startup", probe, verdict -> {
                if (verdict == Probe.Verdict.PASSES) {
                    begin();
                } else if (verdict == Probe.Verdict.FAILS) {
                    fail("startup", probe);
                }
            });
        } else {
            begin();
        }
    }

    private void begin() {
        started = true;
        if (container.has("readinessProbe")) {
            Probe probe = new Probe(container.path("readinessProbe"));
            later(probe.initialDelay(), "Readiness", probe, verdict -> {
                boolean now = verdict == Probe.Verdict.OPEN ? ready : verdict == Probe.Verdict.PASSES;
                if (now != ready) {
                    ready = now;
                    listener.changed();
                }
            });
        } else {
            ready = true;
        }
        if (container.has("livenessProbe")) {
            Probe probe = new Probe(container.path("livenessProbe"));
            later(probe.initialDelay(), "Liveness", probe, verdict -> {
                if (verdict == Probe.Verdict.FAILS) {
                    fail("liveness", probe);
                }
            });
        }
        listener.changed();
    }

    private void fail(String name, Probe probe) {
        end();
        listener.failed(name, probe.grace());
    }

    private void later(Duration delay, String name, Probe probe, Consequence consequence) {
        work.later(delay, () -> {
            if (!over) {
                ask(name, probe, consequence);
            }
        });
    }

    private void ask(String name, Probe probe, Consequence consequence) {
        Action action = new Action(probe.spec(), container, address, process);
        work.aside(name + " probe", () -> action.failure(probe.timeout()), failure -> {
            if (over) {
                return;
            }
            failure.ifPresent(text -> listener.unhealthy(name, text));
            boolean done = started;
            consequence.of(probe.judge(failure));
            boolean startupPassed = name.equals("Startup") && started && !done;
            if (!startupPassed) {
                later(probe.period(), name, probe, consequence);
            }
        });
    }

    /** Nothing is asked any more. */
    void end() {
        over = true;
        ready = false;
    }
}
