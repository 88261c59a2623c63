package dev.quorate.engine.redis;

import dev.quorate.schema.StatefulApp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Redis, and where it may go. */
record RedisVersion(int major, int minor, int patch) {

    static final List<String> KNOWN = List.of("7.0", "7.2", "7.4", "8.0");

    private static final Pattern TEXT = Pattern.compile("([0-9])\\.([0-9]{1,3})(?:\\.([0-9]{1,3}))?");

    static RedisVersion of(StatefulApp app, RedisDefaults defaults) {
        String text = app.version().orElse(defaults.version());
        return parse(text, defaults).orElseThrow(() -> new IllegalArgumentException("Redis " + text + " is not known"));
    }

    static Optional<RedisVersion> parse(String text, RedisDefaults defaults) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !KNOWN.contains(matcher.group(1) + "." + matcher.group(2))) {
            return Optional.empty();
        }
        String series = matcher.group(1) + "." + matcher.group(2);
        int patch = Optional.ofNullable(matcher.group(3))
                .map(Integer::valueOf)
                .orElseGet(() -> defaults.patches().getOrDefault(series, 0));
        return Optional.of(
                new RedisVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), patch));
    }

    String series() {
        return major + "." + minor;
    }

    private int place() {
        return KNOWN.indexOf(series());
    }

    /** Newer ones follow older ones, and not the other way round; while some still run the older, that way is open. */
    Optional<String> refusalAfter(Collection<RedisVersion> running) {
        int newest = running.stream().mapToInt(RedisVersion::place).max().orElse(place());
        int oldest = running.stream().mapToInt(RedisVersion::place).min().orElse(place());
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
