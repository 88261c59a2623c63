package dev.quorate.engine.etcd;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The way from the versions that members run to another. etcd goes up one minor version at a time. It goes back only while
 * some member still runs the older one: until then the cluster as a whole has not moved on.
 */
record EtcdUpgrade(EtcdVersion oldest, EtcdVersion newest, EtcdVersion to) {

    private static final Comparator<EtcdVersion> BY_AGE =
            Comparator.comparingInt(EtcdVersion::minor).thenComparingInt(EtcdVersion::patch);

    /** Before it, members that were promoted or removed are not written down where 3.6 looks for them. */
    private static final EtcdVersion LEADS_TO_3_6 = new EtcdVersion(5, 26);

    /** Empty when no member says what it runs. */
    static Optional<EtcdUpgrade> of(Collection<EtcdVersion> running, EtcdVersion to) {
        List<EtcdVersion> sorted = running.stream().sorted(BY_AGE).toList();
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(new EtcdUpgrade(sorted.get(0), sorted.get(sorted.size() - 1), to));
    }

    Optional<String> refusal() {
        if (to.minor() > oldest.minor() + 1) {
            return Optional.of("From " + oldest + " to " + to + " would leave out 3." + (oldest.minor() + 1)
                    + ", and etcd goes up one minor version at a time. Ask for version \"3." + (oldest.minor() + 1)
                    + "\" first.");
        }
        if (to.minor() < newest.minor() && to.minor() != oldest.minor()) {
            return Optional.of("The members run " + newest + ", and what they wrote cannot be read by " + to
                    + ": etcd does not go back to an older minor version. Ask for version \"3." + newest.minor()
                    + "\", or restore a backup into a new app.");
        }
        if (to.minor() >= 6 && oldest.minor() == 5 && BY_AGE.compare(oldest, LEADS_TO_3_6) < 0) {
            return Optional.of(
                    "From " + oldest + " etcd must not go to " + to + ": members that left long ago could come"
                            + " back as voters. Ask for version \"" + LEADS_TO_3_6 + "\" or a later 3.5 first.");
        }
        return Optional.empty();
    }
}
