package dev.quorate.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/** Reads what stands on the status branch at one commit. */
final class ReportTree {

    /** Others can write to the branch too; nothing that large is a report. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Repository store;
    private final ObjectId tip;

    ReportTree(Repository store, ObjectId tip) {
        this.store = store;
        this.tip = tip;
    }

    Optional<String> read(String path) throws IOException {
        try (RevWalk commits = new RevWalk(store);
                TreeWalk walk =
                        TreeWalk.forPath(store, path, commits.parseCommit(tip).getTree())) {
            if (walk == null || !isFile(walk.getFileMode())) {
                return Optional.empty();
            }
            byte[] bytes = store.open(walk.getObjectId(0), Constants.OBJ_BLOB).getCachedBytes(LARGEST);
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    List<String> list(String folder) throws IOException {
        String prefix = folder.replaceAll("^/+|/+$", "");
        List<String> paths = new ArrayList<>();
        try (RevWalk commits = new RevWalk(store);
                TreeWalk walk = new TreeWalk(store)) {
            walk.addTree(commits.parseCommit(tip).getTree());
            walk.setRecursive(true);
            if (!prefix.isEmpty()) {
                walk.setFilter(PathFilter.create(prefix));
            }
            while (walk.next()) {
                if (isFile(walk.getFileMode())) {
                    paths.add(walk.getPathString());
                }
            }
        }
        return paths.stream().sorted().toList();
    }

    List<ReportCommit> history(int limit) throws IOException {
        try (RevWalk walk = new RevWalk(store)) {
            walk.markStart(walk.parseCommit(tip));
            return StreamSupport.stream(walk.spliterator(), false)
                    .limit(limit)
                    .map(commit -> new ReportCommit(Commits.info(commit), trailers(commit)))
                    .collect(Collectors.toUnmodifiableList());
        }
    }

    private static List<CommitMessage.Trailer> trailers(RevCommit commit) {
        return commit.getFooterLines().stream()
                .filter(line -> !line.getValue().isBlank())
                .map(line -> new CommitMessage.Trailer(line.getKey(), line.getValue()))
                .toList();
    }

    private static boolean isFile(FileMode mode) {
        return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
    }
}
