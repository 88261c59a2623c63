package dev.quorate.simulator.store;

import java.util.List;

/**
 * A served resource, in the words of discovery.
 *
 * @param group empty for the core group
 * @param statusSubresource whether writes to the main resource leave status alone and the other way round
 */
public record Kind(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        List<String> shortNames,
        boolean namespaced,
        boolean statusSubresource) {

    public Kind {
        shortNames = List.copyOf(shortNames);
    }

    /** Kinds are keys of every lookup, and their group, version and plural tell them apart. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Kind kind
                        && plural.equals(kind.plural)
                        && group.equals(kind.group)
                        && version.equals(kind.version));
    }

    @Override
    public int hashCode() {
        return 31 * plural.hashCode() + group.hashCode();
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
