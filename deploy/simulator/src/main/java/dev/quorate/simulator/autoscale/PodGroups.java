package dev.quorate.simulator.autoscale;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pods of a target, by what their samples are worth. */
record PodGroups(int ready, List<TargetPod> unready, List<TargetPod> missing, List<TargetPod> ignored) {

    static PodGroups of(
            List<TargetPod> pods, Map<String, Sample> samples, boolean cpu, Settings settings, Instant now) {
        int ready = 0;
        List<TargetPod> unready = new ArrayList<>();
        List<TargetPod> missing = new ArrayList<>();
        List<TargetPod> ignored = new ArrayList<>();
        for (TargetPod pod : pods) {
            Sample sample = samples.get(pod.name());
            if (pod.gone()) {
                ignored.add(pod);
            } else if (pod.pending()) {
                unready.add(pod);
            } else if (sample == null) {
                missing.add(pod);
            } else if (cpu && startsUp(pod, sample, settings, now)) {
                unready.add(pod);
            } else {
                ready++;
            }
        }
        return new PodGroups(ready, unready, missing, ignored);
    }

    /** What a pod needs to start says nothing about load. */
    private static boolean startsUp(TargetPod pod, Sample sample, Settings settings, Instant now) {
        if (pod.readiness().isEmpty() || pod.started().isEmpty()) {
            return true;
        }
        TargetPod.Readiness readiness = pod.readiness().get();
        Instant started = pod.started().get();
        if (started.plus(settings.cpuInitialization()).isAfter(now)) {
            return !readiness.ready() || sample.at().isBefore(readiness.since().plus(sample.window()));
        }
        return !readiness.ready() && started.plus(settings.initialReadiness()).isAfter(readiness.since());
    }
}
