package dev.quorate.simulation;

import dev.quorate.git.CommitInfo;
import dev.quorate.git.CommitMessage;
import dev.quorate.git.FetchProblem;
import dev.quorate.git.FileWrite;
import dev.quorate.git.Push;
import dev.quorate.git.ReportCommit;
import dev.quorate.git.StatusBranch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The status branch in memory: the remote side outlives every process. */
final class Reports {

    private final InstantSource clock;
    private final Map<String, String> files = new TreeMap<>();
    private final List<ReportCommit> commits = new ArrayList<>();

    Reports(InstantSource clock) {
        this.clock = clock;
    }

    Map<String, String> files() {
        return Map.copyOf(files);
    }

    List<ReportCommit> commits() {
        return List.copyOf(commits);
    }

    /** @return a process's way to it; before each push it may crash, fail, or lose the reply */
    StatusBranch branch(Chance chance) {
        return new Branch(chance);
    }

    private final class Branch implements StatusBranch {
        private final Chance chance;

        Branch(Chance chance) {
            this.chance = chance;
        }

        @Override
        public Push push(List<FileWrite> writes, CommitMessage message) {
            chance.crashPoint("status push");
            if (chance.strikes("status push refused", chance.faults().pushRefused())) {
                return new Push.Rejected(
                        Push.Reason.READ_ONLY, "The remote is read-only.", "Give a token that may write.");
            }
            boolean changed = writes.stream()
                    .anyMatch(write ->
                            !Optional.ofNullable(files.get(write.path())).equals(write.text()));
            if (!changed) {
                return new Push.NothingToDo();
            }
            writes.forEach(write -> write.text()
                    .ifPresentOrElse(text -> files.put(write.path(), text), () -> files.remove(write.path())));
            String id = String.format("%040x", 0xdef0000 + commits.size() + 1);
            commits.add(new ReportCommit(
                    new CommitInfo(id, "Quorate", "quorate@example.com", clock.instant(), message.subject()),
                    message.trailers()));
            if (chance.strikes("reply to the status push lost", chance.faults().replyLost())) {
                return new Push.Unreachable(new FetchProblem(
                        FetchProblem.Reason.TIMEOUT,
                        "The remote did not answer in time.",
                        "Look at the network.",
                        true));
            }
            return new Push.Pushed(id);
        }

        @Override
        public Optional<FetchProblem> refresh() {
            return Optional.empty();
        }

        @Override
        public Optional<String> read(String path) {
            return Optional.ofNullable(files.get(path));
        }

        @Override
        public List<String> list(String folder) {
            return files.keySet().stream()
                    .filter(path -> folder.isEmpty() || path.startsWith(folder + "/"))
                    .toList();
        }

        @Override
        public List<ReportCommit> history(int limit) {
            List<ReportCommit> newest = new ArrayList<>(commits);
            Collections.reverse(newest);
            return newest.stream().limit(limit).toList();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
