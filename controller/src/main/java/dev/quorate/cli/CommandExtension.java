package dev.quorate.cli;

import picocli.CommandLine;

/** A command that another module on the class path brings along; found by {@link java.util.ServiceLoader}. */
public interface CommandExtension {

    /** The command under its name, ready to be added to the others. */
    CommandLine command(Context context);
}
