package dev.quorate.git;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Finds the commit that made each file as it is, as {@code git log -1 -- FILE} does: when several commits came at once, each app
 * is asked for by its own. The newest commits are looked through, and no more of them than it takes.
 */
final class Origins {

    private static final int MOST_COMMITS = 1000;

    private final Repository store;
    private final Map<String, ObjectId> sought = new HashMap<>();
    private final Map<String, CommitInfo> found = new HashMap<>();

    private Origins(Repository store, List<FileChange> changes) {
        this.store = store;
        changes.forEach(change -> sought.put(
                change.path(),
                change.after().map(blob -> ObjectId.fromString(blob.id())).orElse(ObjectId.zeroId())));
    }

    /**
     * @param from what was known before; empty where that says nothing about the history of {@code to}
     * @return by path; a file that none of the newest commits made as it is has no entry
     */
    static Map<String, CommitInfo> of(
            Repository store, RevWalk walk, Optional<RevCommit> from, RevCommit to, List<FileChange> changes)
            throws IOException {
        Origins origins = new Origins(store, changes);
        walk.reset();
        walk.sort(RevSort.TOPO);
        walk.markStart(to);
        if (from.isPresent()) {
            walk.markUninteresting(from.get());
        }
        int read = 0;
        for (RevCommit next = walk.next();
                next != null && read < MOST_COMMITS && !origins.sought.isEmpty();
                next = walk.next()) {
            origins.look(walk, next);
            read++;
        }
        return origins.found;
    }

    /** What this commit has as it is at the tip, and none of its parents had. */
    private void look(RevWalk walk, RevCommit commit) throws IOException {
        try (TreeWalk trees = new TreeWalk(store)) {
            trees.addTree(commit.getTree());
            for (RevCommit parent : commit.getParents()) {
                trees.addTree(walk.parseCommit(parent).getTree());
            }
            trees.setRecursive(true);
            trees.setFilter(filter(commit));
            while (trees.next()) {
                String path = trees.getPathString();
                ObjectId wanted = sought.get(path);
                if (wanted != null && wanted.equals(trees.getObjectId(0)) && parentsDiffer(trees, wanted)) {
                    sought.remove(path);
                    found.put(path, Commits.info(commit));
                }
            }
        }
    }

    private TreeFilter filter(RevCommit commit) {
        TreeFilter paths = PathFilterGroup.createFromStrings(sought.keySet());
        return commit.getParentCount() == 0 ? paths : AndTreeFilter.create(paths, TreeFilter.ANY_DIFF);
    }

    private static boolean parentsDiffer(TreeWalk trees, ObjectId wanted) {
        for (int parent = 1; parent < trees.getTreeCount(); parent++) {
            if (trees.getObjectId(parent).equals(wanted)) {
                return false;
            }
        }
        return true;
    }
}
