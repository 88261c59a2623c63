package dev.quorate.git;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/** One branch of a remote with its copy on disk. A copy that turns out to be broken is made anew, once per tip. */
final class BranchClone implements Closeable {

    private final Remote remote;
    private final ObjectStore store;
    private Optional<ObjectId> lastTip = Optional.empty();
    private Optional<ObjectId> renewedFor = Optional.empty();

    private BranchClone(Remote remote, ObjectStore store) {
        this.remote = remote;
        this.store = store;
    }

    static BranchClone open(GitSettings settings, Path directory) {
        return new BranchClone(new Remote(settings), ObjectStore.open(directory));
    }

    Repository repository() {
        return store.repository();
    }

    Diagnosis diagnosis() {
        return remote.diagnosis();
    }

    /** The tip on the remote; absent when the branch does not exist there. */
    Optional<ObjectId> remoteTip() {
        lastTip = remote.tip(repository());
        return lastTip;
    }

    /** The names of all branches on the remote, sorted. */
    List<String> remoteBranches() {
        return remote.branches(repository());
    }

    /** The tip as the copy has it. */
    Optional<ObjectId> tip() throws IOException {
        return store.resolve(remote.trackingRef());
    }

    /** Makes the copy hold the remote's tip; what comes back may be newer, when the branch moves meanwhile. */
    ObjectId bring(ObjectId wanted) throws IOException {
        if (tip().filter(wanted::equals).isPresent()) {
            return wanted;
        }
        store.tidy();
        remote.fetch(repository());
        return tip().orElseThrow(() -> new IOException("The fetch brought no branch."));
    }

    /** Moves the branch on the remote, on the condition that its tip is still the expected one. */
    RemoteRefUpdate push(ObjectId commit, Optional<ObjectId> expected) {
        return remote.push(repository(), commit, expected);
    }

    /** Notes that a push went through. */
    void pushed(ObjectId commit) throws IOException {
        store.keep(remote.trackingRef(), commit);
        store.tidy();
    }

    /** Notes that the branch is gone from the remote. */
    void gone() throws IOException {
        store.forget(remote.trackingRef());
    }

    /** Keeps a commit that the branch may lose. */
    void keep(String ref, ObjectId commit) throws IOException {
        store.keep(ref, commit);
    }

    /** Work that reads and writes the copy. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does the work, and does it once more on a new copy when this one is broken. */
    <T> T intact(Work<T> work) {
        try {
            return reading(work);
        } catch (GitException failure) {
            boolean broken = failure.problem().reason() == FetchProblem.Reason.CORRUPT_OBJECTS;
            if (!broken || lastTip.isEmpty() || lastTip.equals(renewedFor)) {
                throw failure;
            }
        }
        // When the remote itself is broken, cloning on each poll would help nobody: hence once per tip.
        renewedFor = lastTip;
        store.renew(remote::fetch);
        return reading(work);
    }

    /** Does the work on the copy as it is. */
    <T> T reading(Work<T> work) {
        try {
            return work.run();
        } catch (IOException failure) {
            throw new GitException(diagnosis().of(failure, new Evidence()));
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
