package dev.quorate.simulation;

import dev.quorate.schema.Autoscale.Mode;

/**
 * The component of an app whose size follows requests.
 *
 * @param set its StatefulSet, and its target for requests
 * @param autoscale where the bounds stand in the document
 * @param floor the smallest lower bound
 * @param odd whether it rests at odd sizes only
 * @param scaleIn who lets members leave
 */
record Followed(App app, String set, String autoscale, int floor, boolean odd, Mode scaleIn) {

    static final Followed PODS = new Followed(App.WEB, "web", "/spec/autoscale", 1, false, Mode.AUTO);

    /** Voters stand for others that found clusters and may be autoscaled. */
    static final Followed VOTERS = new Followed(App.LOCKS, "locks", "/spec/autoscale", 1, true, Mode.AUTO);

    static final Followed OBSERVERS = new Followed(
            App.REGISTRY, "registry-observers", "/spec/components/observers/autoscale", 1, false, Mode.AUTO);

    /** They join by a request, and leave by a commit alone. */
    static final Followed BROKERS = new Followed(App.ORDERS, "orders", "/spec/autoscale", 3, true, Mode.MANUAL);

    static Followed of(int dice) {
        return switch (dice) {
            case 0 -> PODS;
            case 1 -> VOTERS;
            case 2 -> OBSERVERS;
            default -> BROKERS;
        };
    }

    /** Whether a request alone lets members leave. */
    boolean shrinks() {
        return scaleIn == Mode.AUTO;
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
