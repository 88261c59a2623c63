package dev.quorate.cli;

import dev.quorate.git.Poll;
import dev.quorate.loop.AppEntry;
import dev.quorate.loop.DesiredApp;
import dev.quorate.loop.DesiredApps;
import dev.quorate.schema.Problem;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a set of files says, judged as the controller will judge it: the apps that can be used, and every problem.
 *
 * @param files how many files are ours
 * @param others how many YAML files hold other kinds and were left alone
 */
record Specs(List<StatefulApp> apps, List<Problem> problems, int files, int others) {

    Specs {
        apps = List.copyOf(apps);
        problems = List.copyOf(problems);
    }

    static Specs read(SpecReader reader, Poll.Moved commit) {
        DesiredApps desired = new DesiredApps(reader, Set.of());
        desired.apply(commit);
        List<StatefulApp> apps = desired.names().stream()
                .map(desired::find)
                .flatMap(Optional::stream)
                .filter(entry -> entry.standing() == AppEntry.Standing.CURRENT)
                .map(AppEntry::lastGood)
                .flatMap(Optional::stream)
                .map(DesiredApp::app)
                .toList();
        Set<String> ours = new HashSet<>();
        apps.forEach(app -> ours.add(app.source().path()));
        desired.problems().forEach(problem -> ours.add(problem.path()));
        return new Specs(apps, desired.problems(), ours.size(), commit.changes().size() - ours.size());
    }

    /** How many files have a problem. */
    int badFiles() {
        return (int) problems.stream().map(Problem::path).distinct().count();
    }
}
