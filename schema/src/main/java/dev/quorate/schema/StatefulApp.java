package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person wants of one app, read from Git and found valid.
 *
 * @param components the app's roles in the order written, at least one; the one whose fields stand directly under
 *     {@code spec} is {@link #ONLY_COMPONENT}, since the file does not name it
 * @param defaultsVersion which of Quorate's own defaults are asked for; absent to stay with those that the app was made with
 * @param config the engine's own settings by their own names, an empty object when the file has none
 * @param options the block named like the engine, an empty object when the file has none
 * @param lifecycle whether it runs, may be touched, and what becomes of it without its file
 * @param recovery its snapshots
 * @param document the whole document as written; what the mirror in the cluster keeps. To be read, never changed
 */
public record StatefulApp(
        AppName name,
        Map<String, String> labels,
        Map<String, String> annotations,
        String engine,
        Optional<String> version,
        OptionalInt defaultsVersion,
        Map<String, ComponentSpec> components,
        JsonNode config,
        JsonNode options,
        Lifecycle lifecycle,
        Recovery recovery,
        JsonNode document,
        SourceFile source) {
    public static final String API_VERSION = "quorate.dev/v1alpha1";
    public static final String KIND = "StatefulApp";

    /** Key of the component that the file does not name, which most engines have alone. */
    public static final String ONLY_COMPONENT = "";

    public StatefulApp {
        if (components.isEmpty()) {
            throw new IllegalArgumentException("app " + name + " has no component");
        }
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
    }

    /** The same app with Quorate's own defaults of this number; the document stays as written. */
    public StatefulApp withDefaultsVersion(int number) {
        return new StatefulApp(
                name,
                labels,
                annotations,
                engine,
                version,
                OptionalInt.of(number),
                components,
                config,
                options,
                lifecycle,
                recovery,
                document,
                source);
    }

    /** The same app with components of these sizes; the document stays as written. */
    public StatefulApp sized(Map<String, Integer> units) {
        Map<String, ComponentSpec> sized = new LinkedHashMap<>(components);
        units.forEach((component, count) -> sized.compute(
                components.containsKey(component) ? component : ONLY_COMPONENT,
                (key, spec) -> component(component).sized(count)));
        return new StatefulApp(
                name,
                labels,
                annotations,
                engine,
                version,
                defaultsVersion,
                sized,
                config,
                options,
                lifecycle,
                recovery,
                document,
                source);
    }

    /** The component of this name; the one that the file does not name goes by any that it does not. */
    public ComponentSpec component(String component) {
        return Optional.ofNullable(components.get(component)).orElseGet(this::component);
    }

    /** The component whose fields stand directly under {@code spec}. */
    public ComponentSpec component() {
        return Optional.ofNullable(components.get(ONLY_COMPONENT))
                .orElseThrow(
                        () -> new IllegalStateException("app " + name + " has the components " + components.keySet()));
    }

    /**
     * Says whether two texts ask for the same: a digest over metadata and spec that stays the same when only comments,
     * order of keys, quotes, indentation, path or line change.
     */
    public String hash() {
        return ContentHash.of(document);
    }
}
