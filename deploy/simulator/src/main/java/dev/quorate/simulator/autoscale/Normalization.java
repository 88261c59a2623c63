package dev.quorate.simulator.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.util.IntSummaryStatistics;

/** From what the metrics ask for to what is done: stabilized over a window, then held to the rate and to the bounds. */
final class Normalization {

    private static final int LEAST_LIMIT_UP = 4;
    private static final int PERCENT = 100;
    private static final String MORE_THAN_MAX = "the desired replica count is more than the maximum replica count";
    private static final String LESS_THAN_MIN = "the desired replica count is less than the minimum replica count";
    private static final String TOO_FAST_UP =
            "the desired replica count is increasing faster than the maximum scale rate";
    private static final String TOO_FAST_DOWN =
            "the desired replica count is decreasing faster than the maximum scale rate";
    private static final String LOWER_BEFORE =
            "recent recommendations were lower than current one, applying the lowest recent recommendation";
    private static final String HIGHER_BEFORE =
            "recent recommendations were higher than current one, applying the highest recent recommendation";

    private final Autoscaler autoscaler;
    private final History history;
    private final Settings settings;
    private final Instant now;

    Normalization(Autoscaler autoscaler, History history, Settings settings, Instant now) {
        this.autoscaler = autoscaler;
        this.history = history;
        this.settings = settings;
        this.now = now;
    }

    /** A number with the reason for it. */
    private record Limited(int replicas, String reason, String message) {}

    /** @param conditions gets AbleToScale and ScalingLimited */
    int normalize(int current, int wanted, Conditions conditions) {
        int stabilized = stabilize(current, wanted, conditions);
        Limited limited = autoscaler.behaves() ? byRate(current, stabilized) : byDefault(current, stabilized);
        conditions.set("ScalingLimited", limited.replicas() != stabilized, limited.reason(), limited.message());
        return limited.replicas();
    }

    private int stabilize(int current, int wanted, Conditions conditions) {
        Duration up = autoscaler.scaleUp().window().orElse(Duration.ZERO);
        Duration down = autoscaler.scaleDown().window().orElse(settings.downscaleStabilization());
        int lowest = Math.min(wanted, since(up).getMin());
        int highest = Math.max(wanted, since(down).getMax());
        int stabilized = autoscaler.behaves() ? Math.min(Math.max(current, lowest), highest) : highest;
        history.recommended(wanted, now, up.compareTo(down) > 0 ? up : down);
        if (stabilized == wanted) {
            conditions.set("AbleToScale", true, "ReadyForNewScale", "recommended size matches current size");
        } else if (autoscaler.behaves() && wanted >= current) {
            conditions.set("AbleToScale", true, "ScaleUpStabilized", LOWER_BEFORE);
        } else {
            conditions.set("AbleToScale", true, "ScaleDownStabilized", HIGHER_BEFORE);
        }
        return stabilized;
    }

    private IntSummaryStatistics since(Duration window) {
        Instant begin = now.minus(window);
        return history.recommendations().stream()
                .filter(each -> each.at().isAfter(begin))
                .mapToInt(History.Recommendation::replicas)
                .summaryStatistics();
    }

    private Limited byDefault(int current, int wanted) {
        int limit = Math.max(2 * current, LEAST_LIMIT_UP);
        int most = Math.min(autoscaler.max(), limit);
        if (wanted < autoscaler.min()) {
            return new Limited(autoscaler.min(), "TooFewReplicas", LESS_THAN_MIN);
        }
        if (wanted > most) {
            return tooMany(most, autoscaler.max() > limit);
        }
        return within(wanted);
    }

    private Limited byRate(int current, int wanted) {
        if (wanted > current) {
            int limit = Math.max(limitUp(current), current);
            int most = Math.min(autoscaler.max(), limit);
            return wanted > most ? tooMany(most, autoscaler.max() > limit) : within(wanted);
        }
        if (wanted < current) {
            int limit = Math.min(limitDown(current), current);
            int least = Math.max(autoscaler.min(), limit);
            return wanted < least ? tooFew(least, autoscaler.min() < limit) : within(wanted);
        }
        return within(wanted);
    }

    private int limitUp(int current) {
        Rules rules = autoscaler.scaleUp();
        IntSummaryStatistics limits = rules.policies().stream()
                .mapToInt(policy -> {
                    int before = history.replicasBefore(current, policy.period(), now);
                    return policy.percent()
                            ? (int) Math.ceil(before * (1 + (double) policy.value() / PERCENT))
                            : before + policy.value();
                })
                .summaryStatistics();
        return switch (rules.select()) {
            case DISABLED -> current;
            case MIN -> limits.getMin();
            case MAX -> limits.getMax();
        };
    }

    private int limitDown(int current) {
        Rules rules = autoscaler.scaleDown();
        IntSummaryStatistics limits = rules.policies().stream()
                .mapToInt(policy -> {
                    int before = history.replicasBefore(current, policy.period(), now);
                    return policy.percent()
                            ? (int) (before * (1 - (double) policy.value() / PERCENT))
                            : before - policy.value();
                })
                .summaryStatistics();
        return switch (rules.select()) {
            case DISABLED -> current;
            case MIN -> limits.getMax();
            case MAX -> limits.getMin();
        };
    }

    private static Limited tooMany(int most, boolean byRate) {
        return byRate
                ? new Limited(most, "ScaleUpLimit", TOO_FAST_UP)
                : new Limited(most, "TooManyReplicas", MORE_THAN_MAX);
    }

    private static Limited tooFew(int least, boolean byRate) {
        return byRate
                ? new Limited(least, "ScaleDownLimit", TOO_FAST_DOWN)
                : new Limited(least, "TooFewReplicas", LESS_THAN_MIN);
    }

    private static Limited within(int wanted) {
        return new Limited(wanted, "DesiredWithinRange", "the desired count is within the acceptable range");
    }
}
