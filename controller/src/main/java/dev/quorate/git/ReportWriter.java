package dev.quorate.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.api.errors.UnsupportedSigningFormatException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.lib.Signers;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;

/** Makes report commits in our own store. */
final class ReportWriter {

    private static final int FEW_FILES = 20;

    private final ReportAuthor author;
    private final InstantSource clock;

    ReportWriter(ReportAuthor author, InstantSource clock) {
        this.author = author;
        this.clock = clock;
    }

    /** A commit on top of the parent, or a first one without a parent; absent when it would change nothing. */
    Optional<ObjectId> commit(
            Repository store, Optional<ObjectId> parent, List<FileWrite> writes, CommitMessage message)
            throws IOException {
        try (RevWalk walk = new RevWalk(store);
                ObjectInserter inserter = inserter(store, writes.size())) {
            Optional<RevTree> before = Optional.empty();
            if (parent.isPresent()) {
                RevCommit commit = walk.parseCommit(parent.get());
                before = Optional.of(commit.getTree());
            }
            ObjectId tree = new TreeEdit(walk.getObjectReader(), inserter).apply(before, writes);
            boolean nothingChanges = before.isPresent()
                    ? before.get().equals(tree)
                    : writes.stream().allMatch(write -> write.text().isEmpty());
            if (nothingChanges) {
                return Optional.empty();
            }
            ObjectId commit = inserter.insert(build(store, parent, tree, message));
            inserter.flush();
            return Optional.of(commit);
        }
    }

    /** Many objects go into one pack: as files of their own they would cost more than all else about a push. */
    private static ObjectInserter inserter(Repository store, int writes) {
        return writes > FEW_FILES && store.getObjectDatabase() instanceof ObjectDirectory files
                ? files.newPackInserter()
                : store.newObjectInserter();
    }

    private CommitBuilder build(Repository store, Optional<ObjectId> parent, ObjectId tree, CommitMessage message)
            throws IOException {
        PersonIdent person = new PersonIdent(author.name(), author.email(), clock.instant(), ZoneOffset.UTC);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        parent.ifPresent(commit::setParentId);
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setEncoding(StandardCharsets.UTF_8);
        commit.setMessage(message.text());
        if (author.signingKey().isPresent()) {
            sign(store, commit, person, author.signingKey().get());
        }
        return commit;
    }

    private static void sign(Repository store, CommitBuilder commit, PersonIdent person, Path key) throws IOException {
        try {
            Signer signer = Signers.get(GpgConfig.GpgFormat.SSH);
            signer.signObject(store, new GpgConfig(store.getConfig()), commit, person, key.toString(), null);
        } catch (CanceledException | UnsupportedSigningFormatException failure) {
            throw new IOException("The commit cannot be signed with " + key + ": " + failure.getMessage(), failure);
        }
    }
}
