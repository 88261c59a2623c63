package dev.quorate.engine.rediscluster;

import dev.quorate.schema.StatefulApp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Redis, and where it may go. */
record ClusterVersion(int major, int minor, int patch) {

    static final List<String> KNOWN = List.of("7.0", "7.2", "7.4", "8.0");

    private static final Pattern TEXT = Pattern.compile("([0-9])\\.([0-9]{1,3})(?:\\.([0-9]{1,3}))?");

    static ClusterVersion of(StatefulApp app, ClusterDefaults defaults) {
        String text = app.version().orElse(defaults.version());
        return parse(text, defaults).orElseThrow(() -> new IllegalArgumentException("Redis " + text + " is not known"));
    }

    static Optional<ClusterVersion> parse(String text, ClusterDefaults defaults) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !KNOWN.contains(matcher.group(1) + "." + matcher.group(2))) {
            return Optional.empty();
        }
        String series = matcher.group(1) + "." + matcher.group(2);
        int patch = Optional.ofNullable(matcher.group(3))
                .map(Integer::valueOf)
                .orElseGet(() -> defaults.patches().getOrDefault(series, 0));
        return Optional.of(
                new ClusterVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), patch));
    }

    String series() {
        return major + "." + minor;
    }

    private int place() {
        return KNOWN.indexOf(series());
    }

    /** Newer ones follow older ones, and not the other way round; while some still run the older, that way is open. */
    Optional<String> refusalAfter(Collection<ClusterVersion> running) {
        int newest = running.stream().mapToInt(ClusterVersion::place).max().orElse(place());
        int oldest = running.stream().mapToInt(ClusterVersion::place).min().orElse(place());
        return place() < newest && place() != oldest
                ? Optional.of("The members run " + KNOWN.get(newest) + ", and what they wrote is not read by " + this
                        + ": Redis does not go back. Ask for version \"" + KNOWN.get(newest) + "\".")
                : Optional.empty();
    }

    @Override
    public String toString() {
        return series() + "." + patch;
    }
}
