package dev.quorate.soak;

import dev.quorate.cli.CliException;
import dev.quorate.cli.Context;
import dev.quorate.cli.ExitCode;
import dev.quorate.cli.Logs;
import dev.quorate.cli.ScratchFolder;
import dev.quorate.cli.Terminal;
import dev.quorate.cli.Termination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate soak}: kill -9, again and again. */
@Command(
        name = "soak",
        header = "kill the controller in the middle of its work, again and again",
        footer = {
            "",
            "The controller is a process of its own, on a real Git server and the HTTP API of a simulated cluster",
            "whose members answer on loopback addresses. It is killed by SIGKILL at moments that are aimed at its",
            "writes, frozen and woken; its clock is set wrong, the API server restarts and forgets its history, Git",
            "hangs. After each round everything must be as the last commit says, and at the end every acknowledged",
            "write of a client that never stopped writing must be there. With --etcd the members are real as well.",
            "",
            "A seed draws the same commits and troubles again, not the same instructions to be hit at: random by",
            "nature.",
            "",
            "Exit codes: 0 everything was as it should be, 1 something was not; then the logs are kept and named"
        })
final class SoakCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--kills", paramLabel = "N", description = "end after so many kills (default: 200)")
    private int kills = 200;

    @Option(names = "--seed", paramLabel = "S", description = "what draws the rounds (default: another each time)")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--minutes", paramLabel = "M", description = "begin no round after so many minutes")
    private Optional<Integer> minutes = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            description = "until everything must be as Git says after the last trouble of a round (default: 2m)")
    private Duration patience = Duration.ofMinutes(2);

    @Option(
            names = "--etcd",
            paramLabel = "FILE",
            description = "a real etcd 3.5 that the members are processes of (default: simulated ones)")
    private Optional<Path> etcd = Optional.empty();

    SoakCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (kills < 1) {
            throw new CliException("--kills wants a number above 0.");
        }
        etcd.ifPresent(RealMembers::require);
        long drawn = seed.orElseGet(() -> new Random().nextLong(1_000_000));
        Duration limit = Duration.ofMinutes(minutes.orElse(0));
        try (Termination termination = new Termination()) {
            return soak(new Soak.Settings(kills, drawn, limit, patience), ControllerMain.class.getName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param controllerClass whose main method is the controller */
    int soak(Soak.Settings settings, String controllerClass) throws IOException, InterruptedException {
        Terminal terminal = context.terminal();
        terminal.line("To draw the same rounds again: ./quorate soak --kills " + settings.kills() + " --seed "
                + settings.seed() + etcd.map(program -> " --etcd " + program).orElse(""));
        ScratchFolder folder = ScratchFolder.create();
        Logs.toFile(folder.path().resolve("soak.log"));
        boolean fine = false;
        try (SoakWorld world = SoakWorld.open(folder.path(), controllerClass, etcd)) {
            fine = new Soak(settings, world, terminal).run();
        } finally {
            if (fine) {
                folder.close();
            } else {
                terminal.line("The logs of all controllers and what else is known are in " + folder.path());
            }
        }
        return fine ? ExitCode.FINE : ExitCode.FINDINGS;
    }
}
