package dev.quorate.demo;

import dev.quorate.cli.CommandExtension;
import dev.quorate.cli.Context;
import picocli.CommandLine;

/** Adds {@code demo} to the command line where this module is on the class path. */
public final class DemoExtension implements CommandExtension {
    @Override
    public CommandLine command(Context context) {
        return new CommandLine(new DemoCommand(context));
    }
}
