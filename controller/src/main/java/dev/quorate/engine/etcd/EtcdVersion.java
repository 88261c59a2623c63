package dev.quorate.engine.etcd;

import dev.quorate.schema.StatefulApp;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of etcd 3, and what Quorate knows of it. */
record EtcdVersion(int minor, int patch) {

    static final String DEFAULT = "3.5";
    static final String KNOWN = "3.4, 3.5 and 3.6";

    private static final Pattern TEXT = Pattern.compile("3\\.([0-9]{1,3})(?:\\.([0-9]{1,3}))?");

    /** What a version without a patch means: the newest proved one, or, where none is proved, one that has an image. */
    private static final Map<Integer, Integer> PATCHES = Map.of(4, 23, 5, 16, 6, 4);

    /** A mirror of etcd's own images with a name that needs no registry before it; it begins with 3.5. */
    private static final String IMAGE = "rancher/mirrored-coreos-etcd:v";

    static EtcdVersion of(StatefulApp app) {
        String text = app.version().orElse(DEFAULT);
        return parse(text).orElseThrow(() -> new IllegalArgumentException("etcd " + text + " is not known"));
    }

    static Optional<EtcdVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !PATCHES.containsKey(Integer.valueOf(matcher.group(1)))) {
            return Optional.empty();
        }
        int minor = Integer.parseInt(matcher.group(1));
        Optional<Integer> patch = Optional.ofNullable(matcher.group(2)).map(Integer::valueOf);
        return Optional.of(new EtcdVersion(minor, patch.orElseGet(() -> PATCHES.getOrDefault(minor, 0))));
    }

    Optional<String> image() {
        return minor >= 5 ? Optional.of(IMAGE + this) : Optional.empty();
    }

    /** Whether {@code /health} can leave out whether there is a leader; before, it fails with the whole cluster. */
    boolean hasSerializableHealth() {
        return minor > 5 || (minor == 5 && patch >= 3);
    }

    @Override
    public String toString() {
        return "3." + minor + "." + patch;
    }
}
