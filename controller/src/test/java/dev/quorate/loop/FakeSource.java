package dev.quorate.loop;

import dev.quorate.git.Blob;
import dev.quorate.git.CommitInfo;
import dev.quorate.git.CommitMessage.Trailer;
import dev.quorate.git.Content;
import dev.quorate.git.FetchProblem;
import dev.quorate.git.FileChange;
import dev.quorate.git.Poll;
import dev.quorate.git.SpecSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A branch of specs in memory: files are written, committed and polled. */
final class FakeSource implements SpecSource {

    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, Optional<String>> changed = new TreeMap<>();
    private final Set<String> written = new TreeSet<>();
    private final Map<String, CommitInfo> origins = new TreeMap<>();
    private final List<Trailer> trailers = new ArrayList<>();
    private Optional<CommitInfo> tip = Optional.empty();
    private Optional<CommitInfo> polled = Optional.empty();
    private Optional<FetchProblem> problem = Optional.empty();
    private int commits;

    synchronized FakeSource write(String path, String text) {
        files.put(path, text);
        changed.put(path, Optional.of(text));
        written.add(path);
        return this;
    }

    synchronized FakeSource delete(String path) {
        files.remove(path);
        changed.put(path, Optional.empty());
        written.add(path);
        return this;
    }

    /** A commit that confirms that so many apps may go. */
    synchronized void confirm(int apps) {
        trailers.add(new Trailer(Trailer.CONFIRM_DELETION, Integer.toString(apps)));
        commit("ann", "Confirm");
    }

    synchronized CommitInfo commit(String author, String subject) {
        commits++;
        CommitInfo commit = new CommitInfo(
                id(commits),
                author,
                author + "@example.org",
                Instant.parse("2026-01-02T03:00:00Z").plusSeconds(commits),
                subject);
        tip = Optional.of(commit);
        written.forEach(path -> origins.put(path, commit));
        written.clear();
        return commit;
    }

    /** The id of the first, second… commit; the first characters differ, as they do in Git. */
    static String id(int commit) {
        return String.format("%07x", commit * 1_234_567).repeat(6).substring(0, 40);
    }

    synchronized void fail(Optional<FetchProblem> with) {
        problem = with;
    }

    /** What a new process sees: everything again. */
    synchronized void restart() {
        polled = Optional.empty();
    }

    @Override
    public synchronized Poll poll() {
        if (problem.isPresent()) {
            return new Poll.Failed(problem.get());
        }
        if (polled.equals(tip)) {
            return new Poll.Unchanged(tip.orElseThrow().id());
        }
        List<FileChange> changes = new ArrayList<>();
        if (polled.isEmpty()) {
            files.forEach((path, text) -> changes.add(change(path, Optional.of(text))));
        } else {
            changed.forEach((path, text) -> changes.add(change(path, text)));
        }
        changed.clear();
        Poll moved = new Poll.Moved(polled, tip.orElseThrow(), changes, false, origins, trailers);
        trailers.clear();
        polled = tip;
        return moved;
    }

    private static FileChange change(String path, Optional<String> text) {
        return new FileChange(
                path, text.map(content -> new Blob("blob-" + content.hashCode(), Content.Text.of(content))));
    }

    @Override
    public Optional<CommitInfo> commit(String id) {
        return tip.filter(commit -> commit.id().equals(id));
    }

    @Override
    public List<FileChange> files(String commit) {
        return List.of();
    }

    @Override
    public List<FileChange> changesSince(String from, String to) {
        return List.of();
    }

    @Override
    public void close() {}
}
