package dev.quorate.bench;

import dev.quorate.cli.CommandExtension;
import dev.quorate.cli.Context;
import picocli.CommandLine;

/** Adds {@code bench} to the command line where this module is on the class path. */
public final class BenchExtension implements CommandExtension {
    @Override
    public CommandLine command(Context context) {
        return new CommandLine(new BenchCommand(context));
    }
}
