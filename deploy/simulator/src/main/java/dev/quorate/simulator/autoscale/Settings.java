package dev.quorate.simulator.autoscale;

import java.time.Duration;

/**
 * What is set for all autoscalers of a cluster, by flags of its controller manager.
 *
 * @param cpuInitialization so long after its start, a pod's CPU counts only while it is ready, and only whole windows
 * @param initialReadiness a pod that was ready only sooner after its start than this has never been ready
 * @param downscaleStabilization the window for scale-in where the autoscaler names none
 */
public record Settings(Duration cpuInitialization, Duration initialReadiness, Duration downscaleStabilization) {

    public static final Settings USUAL =
            new Settings(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(5));
}
