package dev.quorate.loop;

import dev.quorate.git.CommitInfo;
import dev.quorate.git.CommitMessage;
import dev.quorate.git.FetchProblem;
import dev.quorate.git.FileWrite;
import dev.quorate.git.Push;
import dev.quorate.git.ReportCommit;
import dev.quorate.git.StatusBranch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A status branch in memory that can refuse, and can lose the reply to a push. */
final class FakeStatusBranch implements StatusBranch {

    private final Map<String, String> files = new TreeMap<>();
    private final List<CommitMessage> commits = new ArrayList<>();
    private Optional<Push> instead = Optional.empty();
    private boolean takesEffect;

    synchronized void answer(Push push, boolean effective) {
        instead = Optional.of(push);
        takesEffect = effective;
    }

    synchronized void accept() {
        instead = Optional.empty();
    }

    synchronized List<CommitMessage> commits() {
        return List.copyOf(commits);
    }

    synchronized List<String> subjects() {
        return commits.stream().map(CommitMessage::subject).toList();
    }

    @Override
    public synchronized Push push(List<FileWrite> writes, CommitMessage message) {
        if (instead.isPresent() && !takesEffect) {
            return instead.get();
        }
        Map<String, String> before = new TreeMap<>(files);
        writes.forEach(write ->
                write.text().ifPresentOrElse(text -> files.put(write.path(), text), () -> files.remove(write.path())));
        boolean changed = !before.equals(files);
        if (changed) {
            commits.add(message);
        }
        if (instead.isPresent()) {
            return instead.get();
        }
        return changed ? new Push.Pushed("status-" + commits.size()) : new Push.NothingToDo();
    }

    @Override
    public Optional<FetchProblem> refresh() {
        return Optional.empty();
    }

    @Override
    public synchronized Optional<String> read(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public synchronized List<String> list(String folder) {
        return files.keySet().stream().filter(path -> path.startsWith(folder)).toList();
    }

    @Override
    public synchronized List<ReportCommit> history(int limit) {
        return IntStream.iterate(commits.size(), number -> number > 0, number -> number - 1)
                .limit(limit)
                .mapToObj(this::commit)
                .toList();
    }

    private ReportCommit commit(int number) {
        CommitMessage message = commits.get(number - 1);
        return new ReportCommit(
                new CommitInfo("status-" + number, "Quorate", "quorate@example.com", Instant.EPOCH, message.subject()),
                message.trailers());
    }

    @Override
    public void close() {}
}
