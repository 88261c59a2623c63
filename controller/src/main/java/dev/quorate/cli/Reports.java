package dev.quorate.cli;

import dev.quorate.git.FetchProblem;
import dev.quorate.git.GitException;
import dev.quorate.git.StatusBranch;
import dev.quorate.schema.AppName;
import dev.quorate.schema.InvalidReportException;
import dev.quorate.schema.Layout;
import dev.quorate.schema.Problem;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.StatusReader;
import dev.quorate.schema.StatusReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the status branch holds, read with the records it was written from. */
final class Reports {
    private final StatusBranch branch;

    /** Takes the newest state of the branch. */
    Reports(StatusBranch branch) {
        this.branch = branch;
        Optional<FetchProblem> problem = branch.refresh();
        if (problem.isPresent()) {
            throw new GitException(problem.get());
        }
    }

    /** The current report of each app, in the order of names. */
    Map<AppName, StatusReport> current() {
        Map<AppName, StatusReport> reports = new LinkedHashMap<>();
        for (String path : branch.list(Layout.VERSION)) {
            if (path.endsWith("/status.yaml")) {
                StatusReport report = read(path, StatusReader::report).orElseThrow();
                reports.put(report.app(), report);
            }
        }
        return reports;
    }

    /** The newest first, at most {@code limit}. */
    List<RolloutRecord> rollouts(AppName app, int limit) {
        List<String> paths = new ArrayList<>(branch.list(Layout.rollouts(app)));
        Collections.reverse(paths);
        return paths.stream()
                .limit(limit)
                .flatMap(path -> read(path, StatusReader::rollout).stream())
                .toList();
    }

    /** The files that the controller cannot use. */
    List<Problem> problems() {
        return read(Layout.PROBLEMS, StatusReader::problems)
                .map(report -> report.problems())
                .orElseGet(List::of);
    }

    private <T> Optional<T> read(String path, Format<T> format) {
        Optional<String> text = branch.read(path);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(format.read(path, text.get().getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidReportException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private interface Format<T> {
        T read(String path, byte[] blob) throws InvalidReportException;
    }
}
