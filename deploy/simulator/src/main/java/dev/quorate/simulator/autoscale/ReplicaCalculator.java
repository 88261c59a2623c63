package dev.quorate.simulator.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many replicas a metric asks for: as many as bring it to its target, if it is off by more than the tolerance.
 *
 * <p>Pods that start up count as using nothing when more are wanted, and not at all when fewer are. Pods without a sample count
 * as using nothing when more are wanted, and as using all they may when fewer are. Where that turns the direction, nothing is
 * done.
 */
final class ReplicaCalculator {

    private static final int PERCENT = 100;

    private final List<TargetPod> pods;
    private final Tolerance tolerance;
    private final Settings settings;
    private final Instant now;

    ReplicaCalculator(List<TargetPod> pods, Tolerance tolerance, Settings settings, Instant now) {
        this.pods = pods;
        this.tolerance = tolerance;
        this.settings = settings;
        this.now = now;
    }

    /** What the samples are in relation to the target. */
    private record Usage(double ratio, int percent, long milli) {}

    private interface Measure {
        Usage of(Map<String, Sample> samples);

        /** What a pod without a sample is taken to use; absent where it is left out. */
        OptionalLong missing(TargetPod pod, double ratio);
    }

    Proposal utilization(
            int current, int target, String resource, Optional<String> container, Map<String, Sample> samples) {
        requireSomePods();
        PodGroups groups = PodGroups.of(pods, samples, resource.equals("cpu"), settings, now);
        Map<String, Sample> usable = usable(samples, groups);
        Map<String, Long> requests = new HashMap<>();
        pods.forEach(pod -> requests.put(pod.name(), pod.request(resource, container)));
        return proposal(current, groups, usable, new Measure() {
            @Override
            public Usage of(Map<String, Sample> each) {
                return utilization(each, requests, target);
            }

            @Override
            public OptionalLong missing(TargetPod pod, double ratio) {
                long all = requests.getOrDefault(pod.name(), 0L) * Math.max(PERCENT, target) / PERCENT;
                return ratio == 1.0 ? OptionalLong.empty() : OptionalLong.of(ratio < 1.0 ? all : 0);
            }
        });
    }

    Proposal average(int current, long target, String resource, Map<String, Sample> samples) {
        requireSomePods();
        PodGroups groups = PodGroups.of(pods, samples, resource.equals("cpu"), settings, now);
        return proposal(current, groups, usable(samples, groups), new Measure() {
            @Override
            public Usage of(Map<String, Sample> each) {
                long mean = each.values().stream().mapToLong(Sample::milli).sum() / each.size();
                return new Usage((double) mean / target, 0, mean);
            }

            @Override
            public OptionalLong missing(TargetPod pod, double ratio) {
                return OptionalLong.of(ratio < 1.0 ? target : 0);
            }
        });
    }

    /** A value that belongs to no pod, against a target for all together. */
    Proposal total(int current, long target, long value) {
        double ratio = (double) value / target;
        if (current == 0) {
            return new Proposal(ceil(ratio), 0, value);
        }
        if (tolerance.allows(ratio)) {
            return new Proposal(current, 0, value);
        }
        requireSomePods();
        long ready = pods.stream().filter(TargetPod::runningAndReady).count();
        return new Proposal(ceil(ratio * ready), 0, value);
    }

    /** A value that belongs to no pod, against a target for each of the pods that the target says there are. */
    Proposal share(int pods, long target, long value) {
        double ratio = (double) value / ((double) target * pods);
        int replicas = tolerance.allows(ratio) ? pods : ceil((double) value / target);
        return new Proposal(replicas, 0, (long) Math.ceil((double) value / pods));
    }

    private Proposal proposal(int current, PodGroups groups, Map<String, Sample> samples, Measure measure) {
        Usage usage = measure.of(samples);
        double ratio = usage.ratio();
        boolean startingUp = !groups.unready().isEmpty() && ratio > 1.0;
        if (!startingUp && groups.missing().isEmpty()) {
            return answer(tolerance.allows(ratio) ? current : ceil(ratio * groups.ready()), usage);
        }
        Map<String, Sample> filled = new HashMap<>(samples);
        for (TargetPod pod : groups.missing()) {
            measure.missing(pod, ratio)
                    .ifPresent(value -> filled.put(pod.name(), nothing().with(value)));
        }
        if (startingUp) {
            groups.unready().forEach(pod -> filled.put(pod.name(), nothing()));
        }
        return answer(careful(current, ratio, measure.of(filled).ratio(), filled.size()), usage);
    }

    /** What is only supposed may shorten a change but never turn it round. */
    private int careful(int current, double measured, double supposed, int counted) {
        boolean turned = (measured < 1.0 && supposed > 1.0) || (measured > 1.0 && supposed < 1.0);
        if (tolerance.allows(supposed) || turned) {
            return current;
        }
        int replicas = ceil(supposed * counted);
        boolean wrongWay = (supposed < 1.0 && replicas > current) || (supposed > 1.0 && replicas < current);
        return wrongWay ? current : replicas;
    }

    private static Usage utilization(Map<String, Sample> samples, Map<String, Long> requests, int target) {
        long used = 0;
        long requested = 0;
        int counted = 0;
        for (Map.Entry<String, Sample> each : samples.entrySet()) {
            Long request = requests.get(each.getKey());
            if (request != null) {
                used += each.getValue().milli();
                requested += request;
                counted++;
            }
        }
        if (requested == 0) {
            throw new MetricException("no metrics returned matched known pods");
        }
        int percent = (int) (used * PERCENT / requested);
        return new Usage((double) percent / target, percent, used / counted);
    }

    private static Map<String, Sample> usable(Map<String, Sample> samples, PodGroups groups) {
        Map<String, Sample> usable = new HashMap<>(samples);
        groups.ignored().forEach(pod -> usable.remove(pod.name()));
        groups.unready().forEach(pod -> usable.remove(pod.name()));
        if (usable.isEmpty()) {
            throw new MetricException("did not receive metrics for targeted pods (pods might be unready)");
        }
        return usable;
    }

    private void requireSomePods() {
        if (pods.isEmpty()) {
            throw new MetricException("no pods returned by selector while calculating replica count");
        }
    }

    private Sample nothing() {
        return new Sample(now, Duration.ZERO, 0);
    }

    private static Proposal answer(int replicas, Usage usage) {
        return new Proposal(replicas, usage.percent(), usage.milli());
    }

    private static int ceil(double value) {
        return (int) Math.ceil(value);
    }
}
