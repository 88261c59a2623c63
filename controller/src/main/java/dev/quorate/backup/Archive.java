package dev.quorate.backup;

import dev.quorate.engine.Snapshots;
import dev.quorate.schema.AppName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The snapshots of one app in a store. */
public final class Archive {

    private static final String FILE = ".snapshot";
    private static final String NOTE = ".json";

    private final Store store;
    private final String folder;

    public Archive(Store store, AppName app) {
        this.store = store;
        this.folder = app.namespace() + "/" + app.name();
    }

    /** All that count, the newest last. */
    public List<String> names() throws IOException {
        return named(store.list(folder), NOTE);
    }

    /** What is known of each that counts, the newest last. */
    public List<SnapshotNote> notes() throws IOException {
        List<SnapshotNote> notes = new ArrayList<>();
        for (String name : names()) {
            notes.add(read(name));
        }
        return notes;
    }

    private SnapshotNote note(String name) throws IOException {
        List<String> names = names();
        if (!names.contains(name)) {
            throw new IOException("there is no snapshot " + name + " of " + folder + " in " + store
                    + (names.isEmpty() ? ", nor any other" : "; the newest is " + names.get(names.size() - 1)));
        }
        return read(name);
    }

    private SnapshotNote read(String name) throws IOException {
        Path file = Files.createTempFile("quorate-", NOTE);
        try {
            store.get(key(name, NOTE), file);
            return SnapshotNote.read(key(name, NOTE), Files.readAllBytes(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** It counts from when its note is written: after it was read back, and was what had been written. */
    public void add(SnapshotNote note, Path file) throws IOException {
        if (names().contains(note.name())) {
            throw new IOException("there is a snapshot " + note.name() + " of " + folder + " already");
        }
        store.put(key(note.name(), FILE), file);
        Path again = file.resolveSibling(file.getFileName() + ".again");
        Path words = file.resolveSibling(file.getFileName() + NOTE);
        try {
            store.get(key(note.name(), FILE), again);
            differs(note, again).ifPresent(why -> {
                throw new BrokenSnapshotException(
                        "What " + store + " gives back is not what was written: " + why + ". It does not count.");
            });
            Files.write(words, note.write());
            store.put(key(note.name(), NOTE), words);
        } finally {
            Files.deleteIfExists(again);
            Files.deleteIfExists(words);
        }
    }

    /**
     * Takes away all but the newest, and what runs that failed have left; returns what is gone.
     *
     * @param keep at least one
     */
    public List<String> prune(int keep) throws IOException {
        List<String> all = store.list(folder);
        List<String> gone = spare(named(all, NOTE), named(all, FILE), keep);
        for (String name : gone) {
            store.delete(key(name, NOTE));
            store.delete(key(name, FILE));
        }
        return gone;
    }

    /** What is older than the newest so many that count; a file without its note, only if one that counts is newer. */
    static List<String> spare(List<String> counting, List<String> files, int keep) {
        if (counting.isEmpty()) {
            return List.of();
        }
        Set<String> kept = new HashSet<>(counting.subList(Math.max(0, counting.size() - keep), counting.size()));
        String newest = counting.get(counting.size() - 1);
        List<String> spare = new ArrayList<>(counting);
        files.stream().filter(name -> !counting.contains(name)).forEach(spare::add);
        spare.removeIf(name -> kept.contains(name) || name.compareTo(newest) >= 0);
        return spare.stream().sorted().toList();
    }

    /**
     * Brings a snapshot to a file, if it is what was taken, by its note and by its engine; else there is no file.
     *
     * @param version of who is to start from it; empty if nobody is
     */
    public SnapshotNote fetch(String name, String engine, Snapshots snapshots, Optional<String> version, Path to)
            throws IOException {
        SnapshotNote note = note(name);
        if (!note.engine().equals(engine)) {
            throw new BrokenSnapshotException(
                    "Snapshot " + name + " is one of " + note.engine() + ", and " + engine + " cannot start from it.");
        }
        version.flatMap(wanted -> snapshots.refusal(note.version(), wanted)).ifPresent(why -> {
            throw new BrokenSnapshotException("Snapshot " + name + " is not used, since " + why + ".");
        });
        Path unfinished = to.resolveSibling(to.getFileName() + ".unfinished");
        Files.deleteIfExists(to);
        try {
            store.get(key(name, FILE), unfinished);
            Optional<String> why = differs(note, unfinished);
            if (why.isEmpty()) {
                why = fault(snapshots, unfinished);
            }
            why.ifPresent(words -> {
                throw new BrokenSnapshotException("Snapshot " + name + " of " + folder + " in " + store
                        + " is not used, since " + words + ". Take another one that quorate backup list shows.");
            });
            Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return note;
    }

    /** What the engine finds wrong with a file. */
    public static Optional<String> fault(Snapshots snapshots, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return snapshots.fault(in, Files.size(file));
        }
    }

    public static String hash(Path file) throws IOException {
        return Hash.of(file);
    }

    private static Optional<String> differs(SnapshotNote note, Path file) throws IOException {
        long size = Files.size(file);
        if (size != note.size()) {
            return Optional.of("it has " + size + " bytes instead of " + note.size());
        }
        return Hash.of(file).equals(note.sha256())
                ? Optional.empty()
                : Optional.of("its SHA-256 is not that of when it was taken");
    }

    private static List<String> named(List<String> files, String ending) {
        return files.stream()
                .filter(file -> file.endsWith(ending))
                .map(file -> file.substring(0, file.length() - ending.length()))
                .sorted()
                .toList();
    }

    private String key(String name, String ending) {
        return folder + "/" + name + ending;
    }
}
