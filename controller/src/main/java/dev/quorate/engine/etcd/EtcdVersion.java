package dev.quorate.engine.etcd;

import dev.quorate.schema.StatefulApp;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of etcd 3, and what Quorate knows of it. */
record EtcdVersion(int minor, int patch) {

    static final String KNOWN = "3.4, 3.5 and 3.6";

    private static final Pattern TEXT = Pattern.compile("3\\.([0-9]{1,3})(?:\\.([0-9]{1,3}))?");

    static EtcdVersion of(StatefulApp app, EtcdDefaults defaults) {
        String text = app.version().orElse(defaults.version());
        return parse(text, defaults).orElseThrow(() -> new IllegalArgumentException("etcd " + text + " is not known"));
    }

    static Optional<EtcdVersion> parse(String text, EtcdDefaults defaults) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !defaults.patches().containsKey(Integer.valueOf(matcher.group(1)))) {
            return Optional.empty();
        }
        int minor = Integer.parseInt(matcher.group(1));
        Optional<Integer> patch = Optional.ofNullable(matcher.group(2)).map(Integer::valueOf);
        return Optional.of(
                new EtcdVersion(minor, patch.orElseGet(() -> defaults.patches().getOrDefault(minor, 0))));
    }

    /** The images begin with 3.5. */
    Optional<String> image(EtcdDefaults defaults) {
        return minor >= 5 ? Optional.of(defaults.image() + this) : Optional.empty();
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
