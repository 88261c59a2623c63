package dev.quorate.simulation;

import dev.quorate.git.Blob;
import dev.quorate.git.CommitInfo;
import dev.quorate.git.Content;
import dev.quorate.git.FileChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A branch of specs in memory: what people pushed, commit by commit. */
final class GitHistory {

    record Commit(CommitInfo info, Map<String, String> files) {
        Commit {
            files = Map.copyOf(files);
        }
    }

    private final List<Commit> commits = new ArrayList<>();

    Commit push(Instant time, String subject, Map<String, Optional<String>> changes) {
        Map<String, String> files = new TreeMap<>(commits.isEmpty() ? Map.of() : head().files());
        changes.forEach((path, text) -> text.ifPresentOrElse(t -> files.put(path, t), () -> files.remove(path)));
        String id = String.format("%040x", 0xabc0000 + commits.size() + 1);
        Commit commit = new Commit(new CommitInfo(id, "A Person", "person@example.com", time, subject), files);
        commits.add(commit);
        return commit;
    }

    Commit head() {
        return commits.get(commits.size() - 1);
    }

    List<Commit> commits() {
        return List.copyOf(commits);
    }

    Optional<Commit> find(String id) {
        return commits.stream().filter(c -> c.info().id().startsWith(id)).findFirst();
    }

    /** The commit that made each of these files as it is. */
    Map<String, CommitInfo> origins(List<FileChange> changes) {
        Map<String, CommitInfo> origins = new TreeMap<>();
        for (FileChange change : changes) {
            Optional<String> text = Optional.ofNullable(head().files().get(change.path()));
            CommitInfo origin = head().info();
            for (int i = commits.size() - 1; i >= 0; i--) {
                if (!Optional.ofNullable(commits.get(i).files().get(change.path()))
                        .equals(text)) {
                    break;
                }
                origin = commits.get(i).info();
            }
            origins.put(change.path(), origin);
        }
        return origins;
    }

    static List<FileChange> difference(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            if (!Optional.ofNullable(before.get(path)).equals(Optional.ofNullable(after.get(path)))) {
                changes.add(new FileChange(
                        path, Optional.ofNullable(after.get(path)).map(GitHistory::blob)));
            }
        }
        return changes;
    }

    private static Blob blob(String text) {
        return new Blob(HexFormat.of().toHexDigits(text.hashCode()) + text.length(), Content.Text.of(text));
    }
}
