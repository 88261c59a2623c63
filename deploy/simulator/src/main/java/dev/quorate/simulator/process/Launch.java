package dev.quorate.simulator.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What it takes to start one container.
 *
 * @param namespace of the pod's network
 * @param folder of this very start: its root is mounted there, and its process is written down there
 * @param settings the folder with the files that every container of the pod has in /etc
 */
record Launch(
        String namespace,
        String hostname,
        Path folder,
        Path settings,
        Image image,
        List<Bind> binds,
        Map<String, String> environment,
        List<String> command,
        String workingDirectory,
        User user,
        boolean readOnlyRoot) {

    static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** The folders of a system that an image shows; all others are the container's own. */
    private static final List<String> FOLDERS =
            List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc", "opt", "var");

    private static final String FUNCTIONS = functions();

    record Bind(Path source, String target, boolean readOnly) {}

    record User(long user, long group, List<Long> groups) {}

    Path processFile() {
        return folder.resolve("process");
    }

    /** What it says for people when it ends. */
    Path lastWords() {
        return lastWords(folder);
    }

    static Path lastWords(Path folder) {
        return folder.resolve("termination-log");
    }

    Path root() {
        return folder.resolve("root");
    }

    /** The shell script that becomes the container. */
    String script() {
        List<String> lines = new ArrayList<>();
        lines.add("root=" + quoted(root().toString()));
        lines.add(line("begin", processFile().toString(), hostname));
        FOLDERS.forEach(
                folder -> lines.add(line("layer", image.root().resolve(folder).toString(), "/" + folder)));
        lines.add(line("settings", settings.toString()));
        image.texts().forEach((path, text) -> lines.add(line("text", path, text)));
        image.files().forEach((target, source) -> lines.add(line("bind", source.toString(), target, "ro")));
        binds.stream()
                .sorted(Comparator.comparing(Bind::target))
                .forEach(bind -> lines.add(
                        line("bind", bind.source().toString(), bind.target(), bind.readOnly() ? "ro" : "rw")));
        if (readOnlyRoot) {
            lines.add("protect");
        }
        lines.add("exec " + becomeContainer());
        return FUNCTIONS + String.join("\n", lines) + "\n";
    }

    private String becomeContainer() {
        List<String> words = new ArrayList<>(List.of("env", "-i"));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.add("/usr/sbin/chroot");
        words.add("--userspec=" + user.user() + ":" + user.group());
        words.add("--groups="
                + String.join(",", user.groups().stream().map(String::valueOf).toList()));
        words.add(root().toString());
        if (!workingDirectory.equals("/")) {
            words.addAll(List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", workingDirectory));
        }
        words.addAll(command);
        return line(words.toArray(String[]::new));
    }

    private static String line(String... words) {
        return String.join(" ", List.of(words).stream().map(Launch::quoted).toList());
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private static String functions() {
        try (InputStream script = Launch.class.getResourceAsStream("container.sh")) {
            if (script == null) {
                throw new IllegalStateException("container.sh is missing beside the compiled classes");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("container.sh cannot be read", e);
        }
    }
}
