package dev.quorate.cli;

import dev.quorate.backup.Archive;
import dev.quorate.backup.BrokenSnapshotException;
import dev.quorate.backup.HttpMembers;
import dev.quorate.backup.SnapshotNote;
import dev.quorate.engine.Snapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate backup take}: one snapshot, verified before it counts; those that are too many go afterwards. */
@Command(
        name = "take",
        header = "take a snapshot, verify it, and let the oldest go",
        footer = {"", "Exit codes: 0 there is one more, 2 there is not, and none was taken away"})
final class BackupTakeCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ArchiveOptions archive = new ArchiveOptions();

    @Option(names = "--engine", required = true, paramLabel = "NAME", description = "what the app is, such as etcd")
    private String engine = "";

    @Option(
            names = "--endpoint",
            required = true,
            paramLabel = "URL",
            description =
                    "where a member answers, such as http://127.0.0.1:2379; each may be named, and the best is taken")
    private List<String> endpoints = List.of();

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "7",
            description = "how many stay (default: ${DEFAULT-VALUE})")
    private int keep = 7;

    BackupTakeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (keep < 1) {
            throw new CliException("--keep is 1 or more: the snapshot that is taken stays.");
        }
        Snapshots snapshots = ArchiveOptions.snapshots(context, engine);
        Archive target = archive.archive(context);
        try {
            Path file = Files.createTempFile("quorate-", ".snapshot");
            try {
                SnapshotNote note = take(snapshots, file);
                target.add(note, file);
                context.terminal().line("took " + BackupListCommand.words(note) + ", verified");
            } finally {
                Files.deleteIfExists(file);
            }
            List<String> gone = target.prune(keep);
            if (!gone.isEmpty()) {
                context.terminal().line("let go " + String.join(", ", gone) + "; " + keep + " stay");
            }
        } catch (IOException | BrokenSnapshotException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.FINE;
    }

    private SnapshotNote take(Snapshots snapshots, Path file) throws IOException {
        Instant now = context.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Snapshots.Taken taken;
        try (OutputStream out = Files.newOutputStream(file)) {
            taken = snapshots.take(new HttpMembers(), endpoints, out);
        }
        Archive.fault(snapshots, file).ifPresent(why -> {
            throw new CliException("What the member gave is no snapshot: " + why + ".");
        });
        return new SnapshotNote(
                SnapshotNote.name(now),
                engine,
                taken.version(),
                archive.app().toString(),
                now,
                taken.revision(),
                Files.size(file),
                Archive.hash(file));
    }
}
