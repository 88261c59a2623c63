package dev.quorate.loop;

import dev.quorate.git.Blob;
import dev.quorate.git.Content;
import dev.quorate.git.FileChange;
import dev.quorate.git.Poll;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Problem;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The files below the path as they were read; one is read again only when its blob is another. */
final class SpecFiles {

    private record File(String blob, ReadResult result) {}

    private final SpecReader reader;
    private final Map<String, File> files = new HashMap<>();
    private final Map<AppName, NavigableMap<String, StatefulApp>> apps = new HashMap<>();
    private final Map<String, ReadResult.Invalid> invalid = new TreeMap<>();

    SpecFiles(SpecReader reader) {
        this.reader = reader;
    }

    /** @return the apps that the changed files name, or named before */
    Set<AppName> apply(Poll.Moved moved) {
        Set<AppName> touched = new HashSet<>();
        if (moved.from().isEmpty()) {
            Set<String> gone = new HashSet<>(files.keySet());
            moved.changes().forEach(change -> gone.remove(change.path()));
            gone.forEach(path -> forget(path, touched));
        }
        moved.changes().forEach(change -> apply(change, touched));
        return touched;
    }

    /** Where each app is written: by path, in files that can be used. */
    Map<AppName, NavigableMap<String, StatefulApp>> apps() {
        return apps;
    }

    /** The files that cannot be used. */
    Map<String, ReadResult.Invalid> invalid() {
        return invalid;
    }

    /** A file that is there and holds no app of ours, or none that can be made out. */
    boolean holdsNone(String path) {
        File file = files.get(path);
        return file != null && file.result() instanceof ReadResult.NotOurs;
    }

    private void apply(FileChange change, Set<AppName> touched) {
        if (change.after().isEmpty()) {
            forget(change.path(), touched);
            return;
        }
        Blob blob = change.after().get();
        File known = files.get(change.path());
        if (known == null || !known.blob().equals(blob.id())) {
            forget(change.path(), touched);
            keep(change.path(), new File(blob.id(), read(change.path(), blob.content())), touched);
        }
    }

    private void keep(String path, File file, Set<AppName> touched) {
        files.put(path, file);
        if (file.result() instanceof ReadResult.Apps read) {
            read.apps().forEach(app -> {
                apps.computeIfAbsent(app.name(), name -> new TreeMap<>()).put(path, app);
                touched.add(app.name());
            });
        } else if (file.result() instanceof ReadResult.Invalid bad) {
            invalid.put(path, bad);
            touched.addAll(bad.names());
        }
    }

    private void forget(String path, Set<AppName> touched) {
        File file = files.remove(path);
        if (file != null && file.result() instanceof ReadResult.Apps read) {
            read.apps().forEach(app -> {
                apps.computeIfPresent(app.name(), (name, paths) -> {
                    paths.remove(path);
                    return paths.isEmpty() ? null : paths;
                });
                touched.add(app.name());
            });
        } else if (file != null && file.result() instanceof ReadResult.Invalid bad) {
            invalid.remove(path);
            touched.addAll(bad.names());
        }
    }

    private ReadResult read(String path, Content content) {
        if (content instanceof Content.Text text) {
            return reader.read(path, text.bytes());
        }
        if (content instanceof Content.TooLarge large) {
            return unusable(
                    path,
                    "too-long",
                    "the file has " + large.size() + " bytes, and at most " + large.limit() + " are read",
                    "split it into one file for each app");
        }
        String what = content instanceof Content.Symlink ? "a symbolic link" : "a submodule";
        return unusable(
                path, "not-a-file", "this is " + what + ", and those are never followed", "commit the file itself");
    }

    private static ReadResult unusable(String path, String code, String message, String remedy) {
        List<Problem> problems = new ArrayList<>();
        problems.add(new Problem(path, 0, 0, "", code, message, remedy));
        return new ReadResult.Invalid(problems, List.of());
    }
}
