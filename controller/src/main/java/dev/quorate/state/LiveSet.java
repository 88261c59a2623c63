package dev.quorate.state;

/** What the API server says of one StatefulSet; uid, resourceVersion and replicas are what a guarded patch tests. */
public record LiveSet(
        ObservedObject object,
        int replicas,
        int partition,
        long generation,
        long observedGeneration,
        int readyReplicas,
        String currentRevision,
        String updateRevision) {

    public String uid() {
        return object.live().uid();
    }

    public String resourceVersion() {
        return object.live().resourceVersion();
    }

    /** The StatefulSet controller has seen the newest spec. */
    public boolean settledGeneration() {
        return observedGeneration >= generation;
    }
}
