package dev.quorate.engine.rabbitmq;

import dev.quorate.schema.StatefulApp;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of RabbitMQ, in the order in which it is upgraded. */
record RabbitVersion(int major, int minor, int patch) implements Comparable<RabbitVersion> {

    /** Each leads to the next; no minor version is left out up to 4.0. */
    static final List<String> KNOWN = List.of("3.10", "3.11", "3.12", "3.13", "4.0", "4.1");

    private static final Pattern TEXT = Pattern.compile("([0-9])\\.([0-9]{1,3})(?:\\.([0-9]{1,3}))?.*");
    private static final Comparator<RabbitVersion> ORDER = Comparator.comparingInt(RabbitVersion::major)
            .thenComparingInt(RabbitVersion::minor)
            .thenComparingInt(RabbitVersion::patch);

    static RabbitVersion of(StatefulApp app, RabbitDefaults defaults) {
        String text = app.version().orElse(defaults.version());
        return parse(text, defaults)
                .orElseThrow(() -> new IllegalArgumentException("RabbitMQ " + text + " is not known"));
    }

    static Optional<RabbitVersion> parse(String text, RabbitDefaults defaults) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || !KNOWN.contains(matcher.group(1) + "." + matcher.group(2))) {
            return Optional.empty();
        }
        String series = matcher.group(1) + "." + matcher.group(2);
        int patch = Optional.ofNullable(matcher.group(3))
                .map(Integer::valueOf)
                .orElseGet(() -> defaults.patches().getOrDefault(series, 0));
        return Optional.of(
                new RabbitVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), patch));
    }

    String series() {
        return major + "." + minor;
    }

    int place() {
        return KNOWN.indexOf(series());
    }

    String image(RabbitDefaults defaults) {
        return defaults.image().formatted(this);
    }

    @Override
    public int compareTo(RabbitVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return series() + "." + patch;
    }
}
