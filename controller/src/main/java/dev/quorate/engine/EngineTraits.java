package dev.quorate.engine;

import java.util.List;

/**
 * An engine as data: what the planner, {@code quorate engines} and the documentation know about it.
 *
 * @param components in the order in which they grow and are updated; they shrink in the opposite one
 * @param provedVersions versions whose real processes pass the engine's tests
 * @param protects what Quorate keeps safe for it, one phrase each
 */
public record EngineTraits(
        String name,
        String title,
        String defaultVersion,
        List<String> provedVersions,
        List<ComponentTraits> components,
        List<String> protects) {

    public EngineTraits {
        provedVersions = List.copyOf(provedVersions);
        components = List.copyOf(components);
        protects = List.copyOf(protects);
    }

    /** Whether any of its pods are members of a cluster. */
    public boolean hasMembers() {
        return components.stream().anyMatch(ComponentTraits::hasMembers);
    }

    public ComponentTraits component(String component) {
        return components.stream()
                .filter(traits -> traits.name().equals(component))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no component " + component));
    }
}
