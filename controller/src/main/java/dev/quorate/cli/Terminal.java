package dev.quorate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command prints, always in UTF-8.
 *
 * @param interactive whether a person looks at {@code out}, rather than a pipe or a file
 * @param colour whether escape sequences are welcome there
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour) {

    /** The process's own streams; the launcher says whether they are a terminal. No colour against {@code NO_COLOR}. */
    public static Terminal system(Map<String, String> environment) {
        boolean interactive = Boolean.getBoolean("quorate.terminal");
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                writer(FileDescriptor.out), writer(FileDescriptor.err), interactive, interactive && !refused);
    }

    /** Prints one line and shows it at once. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    public String styled(Style style, String text) {
        return colour && !text.isEmpty() ? style.on + text + "\u001b[0m" : text;
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
    }

    /** The few ways in which text stands out. */
    public enum Style {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36");

        private final String on;

        Style(String code) {
            this.on = "\u001b[" + code + "m";
        }
    }
}
