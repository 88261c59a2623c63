package dev.quorate.state;

/** What the API server says of one StatefulSet; uid, resourceVersion, replicas and limit are what a guarded patch tests. */
public record LiveSet(
        ObservedObject object,
        int replicas,
        RollLimit limit,
        long generation,
        long observedGeneration,
        int readyReplicas,
        String currentRevision,
        String updateRevision) {

    private static final String ORDERED = "OrderedReady";

    public String uid() {
        return object.live().uid();
    }

    public String resourceVersion() {
        return object.live().resourceVersion();
    }

    /** The revision that a pod of this ordinal gets when it is made now. */
    public String revisionFor(int ordinal) {
        return limit.newest(ordinal) ? updateRevision : currentRevision;
    }

    public LiveSet withObject(ObservedObject other) {
        return new LiveSet(
                other, replicas, limit, generation, observedGeneration, readyReplicas, currentRevision, updateRevision);
    }

    public LiveSet withReplicas(int other) {
        return new LiveSet(
                object, other, limit, generation, observedGeneration, readyReplicas, currentRevision, updateRevision);
    }

    public LiveSet withLimit(RollLimit other) {
        return new LiveSet(
                object,
                replicas,
                other,
                generation,
                observedGeneration,
                readyReplicas,
                currentRevision,
                updateRevision);
    }

    public LiveSet withRevisions(String current, String update) {
        return new LiveSet(object, replicas, limit, generation, observedGeneration, readyReplicas, current, update);
    }

    public LiveSet withGenerationSeen() {
        return new LiveSet(
                object, replicas, limit, generation, generation, readyReplicas, currentRevision, updateRevision);
    }

    /** The StatefulSet controller takes pods in their order, and stands still at the lowest that is not Ready. */
    public boolean ordered() {
        return object.live().at("/spec/podManagementPolicy").asText(ORDERED).equals(ORDERED);
    }

    /** The StatefulSet controller has seen the newest spec. */
    public boolean settledGeneration() {
        return observedGeneration >= generation;
    }
}
