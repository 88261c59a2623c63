package dev.quorate.cli;

import dev.quorate.git.Content;
import dev.quorate.git.FileChange;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Problem;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a set of files says: the apps that can be used, and every problem.
 *
 * @param unreadable apps whose file has problems but whose name could be read
 * @param files how many files are ours
 * @param others how many YAML files hold other kinds and were left alone
 */
record Specs(List<StatefulApp> apps, List<AppName> unreadable, List<Problem> problems, int files, int others) {

    Specs {
        apps = apps.stream().sorted(Comparator.comparing(StatefulApp::name)).toList();
        unreadable = List.copyOf(unreadable);
        problems = problems.stream().sorted(Problem.ORDER).toList();
    }

    static Specs read(SpecReader reader, List<FileChange> files) {
        List<StatefulApp> apps = new ArrayList<>();
        List<AppName> unreadable = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int others = 0;
        for (FileChange file : files) {
            ReadResult result = read(reader, file);
            if (result instanceof ReadResult.Apps read) {
                apps.addAll(read.apps());
            } else if (result instanceof ReadResult.Invalid invalid) {
                problems.addAll(invalid.problems());
                unreadable.addAll(invalid.names());
            } else {
                others++;
            }
        }
        problems.addAll(withoutTwins(apps));
        return new Specs(apps, unreadable, problems, files.size() - others, others);
    }

    /** How many files have a problem. */
    int badFiles() {
        return (int) problems.stream().map(Problem::path).distinct().count();
    }

    private static ReadResult read(SpecReader reader, FileChange file) {
        Content content = file.after().orElseThrow().content();
        if (content instanceof Content.Text text) {
            return reader.read(file.path(), text.bytes());
        }
        if (content instanceof Content.TooLarge large) {
            return invalid(
                    file,
                    "too-long",
                    "the file has " + large.size() + " bytes, and at most " + large.limit() + " are read",
                    "split it into one file for each app");
        }
        boolean link = content instanceof Content.Symlink;
        return invalid(
                file,
                link ? "symlink" : "submodule",
                (link ? "this is a symbolic link" : "this is a submodule") + ", which is never followed",
                link ? "put the file itself here" : "copy the specs into this repository");
    }

    private static ReadResult invalid(FileChange file, String code, String message, String remedy) {
        return new ReadResult.Invalid(List.of(new Problem(file.path(), 0, 0, "", code, message, remedy)), List.of());
    }

    /** Takes out every app that stands in two files, since neither can be preferred. */
    private static List<Problem> withoutTwins(List<StatefulApp> apps) {
        Map<AppName, List<StatefulApp>> byName = new TreeMap<>();
        apps.forEach(app ->
                byName.computeIfAbsent(app.name(), name -> new ArrayList<>()).add(app));
        byName.values().removeIf(same -> same.size() == 1);
        apps.removeIf(app -> byName.containsKey(app.name()));
        List<Problem> problems = new ArrayList<>();
        byName.forEach((name, same) -> same.forEach(app -> problems.add(twin(app, same))));
        return problems;
    }

    private static Problem twin(StatefulApp app, List<StatefulApp> same) {
        String elsewhere = same.stream()
                .filter(other -> !other.equals(app))
                .map(other -> other.source().path())
                .findFirst()
                .orElseThrow();
        return new Problem(
                app.source().path(),
                app.source().line(),
                1,
                "metadata.name",
                "duplicate-app",
                "the app " + app.name() + " is in " + elsewhere + " too",
                "keep one of the two");
    }
}
