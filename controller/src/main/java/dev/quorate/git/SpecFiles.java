package dev.quorate.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** The files below one path of a repository. Equal subtrees are not entered and only blobs that differ are read. */
final class SpecFiles {

    /** Far above any spec that a person writes, far below what hurts. */
    static final long LIMIT = 256 * 1024;

    private static final int BEFORE = 0;
    private static final int AFTER = 1;

    private final Repository store;
    private final String path;

    SpecFiles(Repository store, String path) {
        this.store = store;
        this.path = path;
    }

    /** What stands at the path in a commit; absent when it is a folder, which is what it should be. */
    Optional<String> obstacle(RevCommit commit) throws IOException {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try (TreeWalk walk = TreeWalk.forPath(store, path, commit.getTree())) {
            if (walk == null) {
                return Optional.of("does not exist");
            }
            FileMode mode = walk.getFileMode();
            return mode.equals(FileMode.TREE)
                    ? Optional.empty()
                    : Optional.of(
                            mode.equals(FileMode.SYMLINK)
                                    ? "is a symlink, which is never followed"
                                    : mode.equals(FileMode.GITLINK)
                                            ? "is a submodule, which is never followed"
                                            : "is a file, not a folder");
        }
    }

    /** The difference from one commit, or from nothing, to another. */
    List<FileChange> between(Optional<RevCommit> from, RevCommit to) throws IOException {
        List<FileChange> changes = new ArrayList<>();
        try (ObjectReader reader = store.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            if (from.isPresent()) {
                walk.addTree(from.get().getTree());
            } else {
                walk.addTree(new EmptyTreeIterator());
            }
            walk.addTree(to.getTree());
            walk.setRecursive(true);
            walk.setFilter(filter());
            while (walk.next()) {
                change(walk, reader).ifPresent(changes::add);
            }
        }
        return changes;
    }

    private TreeFilter filter() {
        return path.isEmpty()
                ? TreeFilter.ANY_DIFF
                : AndTreeFilter.create(PathFilter.create(path), TreeFilter.ANY_DIFF);
    }

    private static Optional<FileChange> change(TreeWalk walk, ObjectReader reader) throws IOException {
        String file = walk.getPathString();
        FileMode mode = walk.getFileMode(AFTER);
        if (isSpec(file, mode)) {
            ObjectId id = walk.getObjectId(AFTER);
            return Optional.of(new FileChange(file, Optional.of(new Blob(id.name(), content(reader, id, mode)))));
        }
        return isSpec(file, walk.getFileMode(BEFORE))
                ? Optional.of(new FileChange(file, Optional.empty()))
                : Optional.empty();
    }

    private static boolean isSpec(String file, FileMode mode) {
        if (mode.equals(FileMode.SYMLINK) || mode.equals(FileMode.GITLINK)) {
            return true;
        }
        return !mode.equals(FileMode.MISSING) && (file.endsWith(".yaml") || file.endsWith(".yml"));
    }

    private static Content content(ObjectReader reader, ObjectId id, FileMode mode) throws IOException {
        if (mode.equals(FileMode.SYMLINK)) {
            return new Content.Symlink();
        }
        if (mode.equals(FileMode.GITLINK)) {
            return new Content.Submodule();
        }
        long size = reader.getObjectSize(id, Constants.OBJ_BLOB);
        return size > LIMIT
                ? new Content.TooLarge(size, LIMIT)
                : new Content.Text(reader.open(id, Constants.OBJ_BLOB).getBytes());
    }
}
