package dev.quorate.e2e;

import java.util.List;
import java.util.Optional;

/** An engine whose pods are members of one cluster: how people write its apps, and what its clients do. */
interface MemberEngine {

    /** As the spec names it. */
    String name();

    Versions versions();

    /** @param more lines of the spec */
    String spec(String version, int replicas, String... more);

    default String spec(int replicas, String... more) {
        return spec(versions().first(), replicas, more);
    }

    /** So many members at least. */
    default int fewest() {
        return 1;
    }

    /** Whether a member with another volume is another member. */
    default boolean knownByVolume() {
        return true;
    }

    /** The Service behind which all members are that serve. */
    default String service(AppLife app) {
        return app.name();
    }

    /** The app as its members alone, where others stand beside them. */
    default AppLife members(AppLife app) {
        return app;
    }

    /** A line of the spec that reaches each member by a restart. */
    String setting();

    /** A line of the spec with an image that can be pulled nowhere. */
    default String noImage() {
        return name() + ": {image: \"" + Place.NO_IMAGE + "\"}";
    }

    void write(AppLife app, String key, String value);

    String read(AppLife app, String key);

    /** By the engine's own call, past Git. */
    void addStranger(AppLife app);

    /**
     * Where its versions may go.
     *
     * @param way from the first to the last, each in turn
     * @param jump one that is too far from the first
     */
    record Versions(String first, List<String> way, Optional<Jump> jump) {

        record Jump(String version, String refusal) {}

        String last() {
            return way.get(way.size() - 1);
        }

        String before() {
            return way.size() > 1 ? way.get(way.size() - 2) : first;
        }
    }

    /** The lines of a spec. On machines of their own only where there are enough. */
    static String lines(String engine, String version, int replicas, String... more) {
        return "engine: " + engine + "\nversion: \"" + version + "\"\nreplicas: " + replicas
                + "\nstorage: {size: 1Gi}\npod: {spec: {affinity: {podAffinity: {}}}}\n" + String.join("\n", more)
                + "\n";
    }
}
