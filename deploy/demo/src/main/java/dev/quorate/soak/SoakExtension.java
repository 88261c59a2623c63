package dev.quorate.soak;

import dev.quorate.cli.CommandExtension;
import dev.quorate.cli.Context;
import picocli.CommandLine;

/** Adds {@code soak} to the command line where this module is on the class path. */
public final class SoakExtension implements CommandExtension {
    @Override
    public CommandLine command(Context context) {
        return new CommandLine(new SoakCommand(context));
    }
}
