package dev.quorate.schema;

import java.util.Comparator;

/** The name an app has in its cluster: the namespace and the name within it, written {@code namespace/name}. */
public record AppName(String namespace, String name) implements Comparable<AppName> {
    private static final Comparator<AppName> ORDER =
            Comparator.comparing(AppName::namespace).thenComparing(AppName::name);

    @Override
    public int compareTo(AppName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
