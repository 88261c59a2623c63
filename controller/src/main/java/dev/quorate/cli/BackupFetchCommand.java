package dev.quorate.cli;

import dev.quorate.backup.BrokenSnapshotException;
import dev.quorate.backup.SnapshotNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate backup fetch}: one snapshot to a file, if it is what was taken. */
@Command(
        name = "fetch",
        header = "fetch a snapshot to a file, and verify it",
        footer = {"", "Exit codes: 0 the file is there, 2 it is not"})
final class BackupFetchCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ArchiveOptions archive = new ArchiveOptions();

    @Option(names = "--engine", required = true, paramLabel = "NAME", description = "what the app is, such as etcd")
    private String engine = "";

    @Option(names = "--snapshot", required = true, paramLabel = "NAME", description = "as quorate backup list shows it")
    private String snapshot = "";

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "where it goes")
    private Path to = Path.of("");

    @Option(
            names = "--for",
            paramLabel = "VERSION",
            description = "what is to start from it; refused where that cannot be")
    private Optional<String> version = Optional.empty();

    @Option(names = "--when", paramLabel = "FILE", description = "only if this file is there; else nothing is done")
    private Optional<Path> when = Optional.empty();

    BackupFetchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (when.filter(file -> !Files.exists(file)).isPresent()) {
            context.terminal().line("nothing to restore");
            return ExitCode.FINE;
        }
        try {
            SnapshotNote note = archive.archive(context)
                    .fetch(snapshot, engine, ArchiveOptions.snapshots(context, engine), version, to.toAbsolutePath());
            context.terminal().line("fetched " + BackupListCommand.words(note) + ", verified");
        } catch (IOException | BrokenSnapshotException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.FINE;
    }
}
