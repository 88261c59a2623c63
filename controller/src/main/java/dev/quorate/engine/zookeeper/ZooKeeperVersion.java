package dev.quorate.engine.zookeeper;

import dev.quorate.schema.StatefulApp;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of ZooKeeper 3, and where it may go. */
record ZooKeeperVersion(int minor, int patch) {

    static final String KNOWN = "3.8 and 3.9";

    private static final Pattern TEXT = Pattern.compile("3\\.([0-9]{1,3})(?:\\.([0-9]{1,3}))?");

    static ZooKeeperVersion of(StatefulApp app, ZooKeeperDefaults defaults) {
        String text = app.version().orElse(defaults.version());
        return parse(text, defaults)
                .orElseThrow(() -> new IllegalArgumentException("ZooKeeper " + text + " is not known"));
    }

    static Optional<ZooKeeperVersion> parse(String text, ZooKeeperDefaults defaults) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !defaults.patches().containsKey(Integer.valueOf(matcher.group(1)))) {
            return Optional.empty();
        }
        int minor = Integer.parseInt(matcher.group(1));
        Optional<Integer> patch = Optional.ofNullable(matcher.group(2)).map(Integer::valueOf);
        return Optional.of(new ZooKeeperVersion(
                minor, patch.orElseGet(() -> defaults.patches().getOrDefault(minor, 0))));
    }

    /** What a newer one wrote need not be readable by an older one; while some still run the older, that way is open. */
    Optional<String> refusalAfter(Collection<ZooKeeperVersion> running) {
        int newest = running.stream().mapToInt(ZooKeeperVersion::minor).max().orElse(minor);
        int oldest = running.stream().mapToInt(ZooKeeperVersion::minor).min().orElse(minor);
        if (minor < newest && minor != oldest) {
            return Optional.of("The members run 3." + newest + ", and what they wrote need not be readable by " + this
                    + ": ZooKeeper does not promise a way back to an older minor version. Ask for version \"3." + newest
                    + "\".");
        }
        return minor > oldest + 1
                ? Optional.of("From 3." + oldest + " to " + this + " would leave out 3." + (oldest + 1)
                        + ", and only neighbours are known to work side by side. Ask for version \"3." + (oldest + 1)
                        + "\" first.")
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "3." + minor + "." + patch;
    }
}
