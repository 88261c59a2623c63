package dev.quorate.engine.rabbitmq;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way from the versions that members run to another: one minor version at a time, and only when what the last one brought
 * is switched on, since the next may take it for granted. It goes back only while some member still runs the older one.
 */
final class RabbitUpgrade {

    /** What a member adds to its version while stable feature flags are off. */
    static final String FLAGS_OFF = ", feature flags off: ";

    private RabbitUpgrade() {}

    static Optional<String> refusal(Set<String> running, RabbitVersion to, RabbitDefaults defaults) {
        Collection<RabbitVersion> versions = new TreeSet<>();
        running.forEach(text -> RabbitVersion.parse(text, defaults).ifPresent(versions::add));
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<RabbitVersion> sorted = new TreeSet<>(versions);
        RabbitVersion oldest = sorted.first();
        RabbitVersion newest = sorted.last();
        if (to.place() > oldest.place() + 1) {
            String next = RabbitVersion.KNOWN.get(oldest.place() + 1);
            return Optional.of("From " + oldest + " to " + to + " would leave out " + next
                    + ", and RabbitMQ goes up one minor version at a time. Ask for version \"" + next + "\" first.");
        }
        if (to.place() < newest.place() && to.place() != oldest.place()) {
            return Optional.of("The members run " + newest + ", and what they wrote may not be read by " + to
                    + ": RabbitMQ does not go back. Ask for version \"" + newest.series() + "\".");
        }
        return to.place() > newest.place() ? flags(running, to) : Optional.empty();
    }

    private static Optional<String> flags(Set<String> running, RabbitVersion to) {
        return running.stream()
                .filter(text -> text.contains(FLAGS_OFF))
                .findFirst()
                .map(text ->
                        "Before " + to + " all stable feature flags of the version that runs must be on, and some are"
                                + " not (" + text + "). Check that all is well, and switch them on with rabbitmqctl"
                                + " enable_feature_flag all; there is no way back from that.");
    }
}
