package dev.quorate.state;

import dev.quorate.schema.AppName;
import java.util.List;

/**
 * One app as Git wants it.
 *
 * @param objects all objects but StatefulSets and start ConfigMaps, in the order in which they are made
 */
public record DesiredState(AppName app, String engine, List<DesiredComponent> components, List<Manifest> objects) {

    public DesiredState {
        components = List.copyOf(components);
        objects = List.copyOf(objects);
    }

    public DesiredComponent component(String name) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no component " + name + " in " + app));
    }
}
