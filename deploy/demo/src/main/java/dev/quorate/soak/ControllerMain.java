package dev.quorate.soak;

import dev.quorate.Engines;
import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process that is killed: the command line as it is, but for its clock, which can be set. Each line of its input is by
 * how many milliseconds the clock is off from then on. The process ends with its input, and so never outlives who started it.
 */
final class ControllerMain {
    private ControllerMain() {}

    public static void main(String... arguments) {
        AtomicLong off = new AtomicLong();
        Thread listener = new Thread(() -> listen(off), "soak-clock");
        listener.setDaemon(true);
        listener.start();
        InstantSource system = InstantSource.system();
        Map<String, String> environment = System.getenv();
        Context context = new Context(
                Engines.catalog(),
                Terminal.system(environment),
                environment,
                () -> system.instant().plusMillis(off.get()));
        System.exit(new Cli(context).run(arguments));
    }

    private static void listen(AtomicLong off) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                off.set(Long.parseLong(line));
            }
        } catch (IOException e) {
            System.err.println("the one who set the clock is gone: " + e.getMessage());
        }
        Runtime.getRuntime().halt(1);
    }
}
