package dev.quorate.simulator.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the containers of an image see as their root.
 *
 * @param root a tree with the usual folders of a system, such as one that debootstrap made; it is never written to
 * @param files what is there in addition, by its path in the container
 * @param entrypoint what a container without a command starts
 */
public record Image(Path root, Map<String, Path> files, List<String> entrypoint) {

    public Image {
        files = Map.copyOf(files);
        entrypoint = List.copyOf(entrypoint);
    }

    /** The programs and libraries of this machine. */
    public static Image machine() {
        return tree(Path.of("/"));
    }

    public static Image tree(Path root) {
        return new Image(root, Map.of(), List.of());
    }

    public Image with(String path, Path file) {
        Map<String, Path> more = new LinkedHashMap<>(files);
        more.put(path, file.toAbsolutePath());
        return new Image(root, more, entrypoint);
    }

    public Image starting(String... command) {
        return new Image(root, files, List.of(command));
    }
}
