package dev.quorate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.quorate.backup.SnapshotNote;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate backup list}: the snapshots of an app by the names that a spec restores from. */
@Command(
        name = "list",
        header = "list the snapshots of an app, the newest last",
        footer = {"", "Exit codes: 0 fine, 2 they could not be read"})
final class BackupListCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private ArchiveOptions archive = new ArchiveOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: text)")
    private OutputFormat output = OutputFormat.text;

    BackupListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<SnapshotNote> notes = notes();
        if (output == OutputFormat.json) {
            JsonOutput.print(context.terminal(), tree(notes));
        } else if (notes.isEmpty()) {
            context.terminal().line("no snapshots of " + archive.app());
        } else {
            Table table = new Table("snapshot", "engine", "version", "revision", "size", "sha256");
            notes.forEach(note -> table.row(
                    note.name(),
                    note.engine(),
                    note.version(),
                    String.valueOf(note.revision()),
                    size(note.size()),
                    note.sha256().substring(0, Math.min(12, note.sha256().length()))));
            table.print(context.terminal());
        }
        return ExitCode.FINE;
    }

    private List<SnapshotNote> notes() {
        try {
            return archive.archive(context).notes();
        } catch (IOException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ArrayNode tree(List<SnapshotNote> notes) {
        ArrayNode list = JsonOutput.object().putArray("snapshots");
        notes.forEach(note -> list.addObject()
                .put("name", note.name())
                .put("engine", note.engine())
                .put("version", note.version())
                .put("app", note.app())
                .put("taken", note.taken().toString())
                .put("revision", note.revision())
                .put("size", note.size())
                .put("sha256", note.sha256()));
        return list;
    }

    /** {@code 2026-01-31T030000Z of shop/locks: etcd 3.5.16, revision 42, 12 MiB}. */
    static String words(SnapshotNote note) {
        return note.name() + " of " + note.app() + ": " + note.engine() + " " + note.version() + ", revision "
                + note.revision() + ", " + size(note.size());
    }

    static String size(long bytes) {
        if (bytes < 1 << 20) {
            return (bytes + 1023) / 1024 + " KiB";
        }
        return String.format(Locale.ROOT, bytes < 10 << 20 ? "%.1f MiB" : "%.0f MiB", bytes / (double) (1 << 20));
    }
}
