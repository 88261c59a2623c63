package dev.quorate.simulator.behaviour;

import java.time.Duration;

/**
 * How long things take in the simulated cluster. All behaviours share one instance and ask it each time, so that a test can
 * change it at any time.
 */
public final class Delays {

    private Duration reaction = Duration.ZERO;
    private Duration containerStart = Duration.ofMillis(500);
    private Duration startupProbes = Duration.ofDays(1);
    private Duration readiness = Duration.ofMillis(500);
    private Duration termination = Duration.ofMillis(300);
    private Duration removal = Duration.ofMillis(200);
    private Duration configPropagation = Duration.ofSeconds(2);
    private Duration crashBackOff = Duration.ofSeconds(10);
    private Duration nodeGrace = Duration.ofSeconds(40);
    private Duration nodeEviction = Duration.ofMinutes(5);
    private Duration volumeExpansion = Duration.ofSeconds(1);
    private Duration fileSystemExpansion = Duration.ofSeconds(1);
    private Duration autoscaling = Duration.ofSeconds(15);
    private Duration measuring = Duration.ofSeconds(15);
    private Duration election = Duration.ofMillis(1200);
    private Duration catchUp = Duration.ofMillis(400);

    /** From a change until the controllers look at it; what changes meanwhile, they see at once. */
    public Duration reaction() {
        return reaction;
    }

    public Delays reaction(Duration delay) {
        reaction = delay;
        return this;
    }

    /** From the pod being bound to a node until its containers run. */
    public Duration containerStart() {
        return containerStart;
    }

    public Delays containerStart(Duration delay) {
        containerStart = delay;
        return this;
    }

    /** At most, between two looks of a startup probe of a real process; it fails no earlier for that. */
    public Duration startupProbes() {
        return startupProbes;
    }

    public Delays startupProbes(Duration delay) {
        startupProbes = delay;
        return this;
    }

    /** From running to the first look at the readiness probe, on top of its initialDelaySeconds. */
    public Duration readiness() {
        return readiness;
    }

    public Delays readiness(Duration delay) {
        readiness = delay;
        return this;
    }

    /** From the deletion of a pod until its processes have ended; never longer than its grace period. */
    public Duration termination() {
        return termination;
    }

    public Delays termination(Duration delay) {
        termination = delay;
        return this;
    }

    /** From the end of its processes until a deleted pod is gone. */
    public Duration removal() {
        return removal;
    }

    public Delays removal(Duration delay) {
        removal = delay;
        return this;
    }

    /** From a change of a ConfigMap until running pods see it in their mounts; up to a minute and more in real clusters. */
    public Duration configPropagation() {
        return configPropagation;
    }

    public Delays configPropagation(Duration delay) {
        configPropagation = delay;
        return this;
    }

    /** The wait before the second restart of a container; it doubles with each further one, up to five minutes. */
    public Duration crashBackOff() {
        return crashBackOff;
    }

    public Delays crashBackOff(Duration delay) {
        crashBackOff = delay;
        return this;
    }

    /** From the loss of a node until it counts as unreachable. */
    public Duration nodeGrace() {
        return nodeGrace;
    }

    public Delays nodeGrace(Duration delay) {
        nodeGrace = delay;
        return this;
    }

    /** From then on until its pods are deleted (tolerationSeconds of the default tolerations). */
    public Duration nodeEviction() {
        return nodeEviction;
    }

    public Delays nodeEviction(Duration delay) {
        nodeEviction = delay;
        return this;
    }

    /** How long a volume takes to grow; none means at once, without a condition that tells of it. */
    public Duration volumeExpansion() {
        return volumeExpansion;
    }

    public Delays volumeExpansion(Duration delay) {
        volumeExpansion = delay;
        return this;
    }

    /** How long its file system takes from then on, while a pod uses it or as soon as one starts. */
    public Duration fileSystemExpansion() {
        return fileSystemExpansion;
    }

    public Delays fileSystemExpansion(Duration delay) {
        fileSystemExpansion = delay;
        return this;
    }

    /** How often autoscalers look (--horizontal-pod-autoscaler-sync-period). */
    public Duration autoscaling() {
        return autoscaling;
    }

    public Delays autoscaling(Duration delay) {
        autoscaling = delay;
        return this;
    }

    /** How often pods are measured, and over how long (--metric-resolution of metrics-server). */
    public Duration measuring() {
        return measuring;
    }

    public Delays measuring(Duration delay) {
        measuring = delay;
        return this;
    }

    /** From the loss of a leader until the members of an engine have elected another. */
    public Duration election() {
        return election;
    }

    public Delays election(Duration delay) {
        election = delay;
        return this;
    }

    /** How long a blank member of an engine needs to copy the data. */
    public Duration catchUp() {
        return catchUp;
    }

    public Delays catchUp(Duration delay) {
        catchUp = delay;
        return this;
    }
}
