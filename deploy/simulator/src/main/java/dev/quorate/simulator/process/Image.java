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
 * @param texts short files and scripts that are there too, with their text
 * @param variables what its programs have in their environment unless the pod says otherwise
 * @param entrypoint what a container without a command starts
 */
public record Image(
        Path root,
        Map<String, Path> files,
        Map<String, String> texts,
        Map<String, String> variables,
        List<String> entrypoint) {

    private static final String PATH = "PATH";

    public Image {
        files = Map.copyOf(files);
        texts = Map.copyOf(texts);
        variables = Map.copyOf(variables);
        entrypoint = List.copyOf(entrypoint);
    }

    /** The programs and libraries of this machine. */
    public static Image machine() {
        return tree(Path.of("/"));
    }

    public static Image tree(Path root) {
        return new Image(root, Map.of(), Map.of(), Map.of(), List.of());
    }

    public Image with(String path, Path file) {
        return new Image(root, and(files, path, file.toAbsolutePath()), texts, variables, entrypoint);
    }

    /** It can be executed. */
    public Image withText(String path, String text) {
        return new Image(root, files, and(texts, path, text), variables, entrypoint);
    }

    public Image withVariable(String name, String value) {
        return new Image(root, files, texts, and(variables, name, value), entrypoint);
    }

    /** Commands are looked for in this folder before the usual ones. */
    public Image withCommandsOf(String folder) {
        return withVariable(PATH, folder + ":" + variables.getOrDefault(PATH, Launch.USUAL_PATH));
    }

    public Image starting(String... command) {
        return new Image(root, files, texts, variables, List.of(command));
    }

    private static <T> Map<String, T> and(Map<String, T> all, String key, T value) {
        Map<String, T> more = new LinkedHashMap<>(all);
        more.put(key, value);
        return more;
    }
}
