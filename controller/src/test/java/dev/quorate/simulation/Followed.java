package dev.quorate.simulation;

/**
 * The component of an app whose size follows requests.
 *
 * @param set its StatefulSet, and its target for requests
 * @param autoscale where the bounds stand in the document
 * @param odd whether it rests at odd sizes only
 */
record Followed(App app, String set, String autoscale, boolean odd) {

    static final Followed PODS = new Followed(App.WEB, "web", "/spec/autoscale", false);

    /** Voters stand for others that found clusters and may be autoscaled. */
    static final Followed VOTERS = new Followed(App.LOCKS, "locks", "/spec/autoscale", true);

    static final Followed OBSERVERS =
            new Followed(App.REGISTRY, "registry-observers", "/spec/components/observers/autoscale", false);

    static Followed of(int dice) {
        return switch (dice) {
            case 0 -> PODS;
            case 1 -> VOTERS;
            default -> OBSERVERS;
        };
    }

    /** @param pod named {@code namespace/name} */
    boolean has(String pod) {
        return pod.startsWith(Workload.NAMESPACE + "/" + set + "-");
    }

    /** @param size the line of its bounds or its replicas, in flow style without braces */
    String spec(Wish wish, String size) {
        String text = app.spec(wish);
        return equals(OBSERVERS)
                ? text + "  components: {observers: {" + size + ", storage: {size: 1Gi}}}\n"
                : text.replaceFirst(" {2}replicas: .*\n", "  " + size + "\n");
    }
}
