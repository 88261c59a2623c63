package dev.quorate;

import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import java.time.InstantSource;
import java.util.Map;

/** The process: joins the engines with the command line. */
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        Map<String, String> environment = System.getenv();
        int code = new Cli(new Context(
                        Engines.catalog(), Terminal.system(environment), environment, InstantSource.system()))
                .run(arguments);
        System.exit(code);
    }
}
