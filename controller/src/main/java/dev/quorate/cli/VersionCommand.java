package dev.quorate.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The version of Quorate and of the Java that runs it. */
@Command(name = "version", header = "print the version")
final class VersionCommand implements Callable<Integer> {
    private final Terminal terminal;

    VersionCommand(Context context) {
        this.terminal = context.terminal();
    }

    static String text() {
        String version = Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("(built from a working tree)");
        return "quorate " + version + ", Java " + Runtime.version().feature();
    }

    @Override
    public Integer call() {
        terminal.line(text());
        return ExitCode.FINE;
    }
}
