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

    static final String REFUSED = "no reports are taken";

    private final InstantSource clock;
    private final Map<String, String> files = new TreeMap<>();
    private final List<ReportCommit> commits = new ArrayList<>();

    Reports(InstantSource clock) {
        this.clock = clock;
    }

    Optional<String> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    int rollouts() {
        return (int) files.keySet().stream()
                .filter(path -> path.contains("/rollouts/"))
                .count();
    }

    List<ReportCommit> commits() {
        return List.copyOf(commits);
    }

    /** @return a process's way to it; before each push it may crash, fail, or lose the reply */
    StatusBranch branch(World world) {
        return new Branch(world);
    }

    private final class Branch implements StatusBranch {
        private final World world;

        Branch(World world) {
            this.world = world;
        }

        @Override
        public Push push(List<FileWrite> writes, CommitMessage message) {
            OurCall ours = new OurCall("status push", message.subject(), false);
            int seen = commits.size();
            Optional<Deed> deed = world.before(ours);
            if (commits.size() != seen) {
                // It was frozen on the way: what it built on is not the branch's tip any more.
                return unreachable();
            }
            if (world.faults().lasts(REFUSED)) {
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
            world.after(ours, deed);
            if (deed.filter(d -> d == Deed.REPLY_LOST || d == Deed.REQUEST_LOST).isPresent()) {
                return unreachable();
            }
            return new Push.Pushed(id);
        }

        private Push unreachable() {
            return new Push.Unreachable(new FetchProblem(
                    FetchProblem.Reason.TIMEOUT, "The remote did not answer in time.", "Look at the network.", true));
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
