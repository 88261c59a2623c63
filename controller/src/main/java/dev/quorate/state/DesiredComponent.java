package dev.quorate.state;

import java.util.List;

/**
 * One role of an app.
 *
 * @param units what {@code replicas} in the spec counts: pods, shards or groups
 */
public record DesiredComponent(String name, int units, List<DesiredSet> sets) {

    public DesiredComponent {
        sets = List.copyOf(sets);
    }
}
