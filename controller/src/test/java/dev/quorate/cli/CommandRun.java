package dev.quorate.cli;

import dev.quorate.engine.EngineCatalog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One command line, run in this process, with what it printed. */
record CommandRun(int code, String out, String err) {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static CommandRun of(String... arguments) {
        return with(new EngineCatalog(List.of()), Map.of(), arguments);
    }

    static CommandRun with(EngineCatalog engines, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false);
        int code = new Cli(new Context(engines, terminal, environment, InstantSource.fixed(NOW))).run(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
