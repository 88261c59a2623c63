package dev.quorate.git;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;

/** One branch of the remote: asked, fetched and pushed. All trouble with the remote comes out as a {@link GitException}. */
final class Remote {

    private static final Set<RefUpdate.Result> FAILED = EnumSet.of(
            RefUpdate.Result.LOCK_FAILURE, RefUpdate.Result.IO_FAILURE, RefUpdate.Result.REJECTED_OTHER_REASON);

    private final GitSettings settings;
    private final Diagnosis diagnosis;

    Remote(GitSettings settings) {
        this.settings = settings;
        this.diagnosis = new Diagnosis(settings);
    }

    /** Where the branch is kept in our own store. */
    String trackingRef() {
        return Constants.R_REMOTES + "origin/" + settings.branch();
    }

    /** The tip of the branch on the remote; absent when there is no such branch. */
    Optional<ObjectId> tip(Repository store) {
        return exchange(store, transport -> {
            try (FetchConnection connection = transport.openFetch(List.of(refSpec()))) {
                return Optional.ofNullable(connection.getRef(settings.remoteRef()))
                        .map(Ref::getObjectId);
            }
        });
    }

    /** The names of all branches, to say more than that ours is not among them. */
    List<String> branches(Repository store) {
        return exchange(store, transport -> {
            try (FetchConnection connection = transport.openFetch()) {
                return connection.getRefs().stream()
                        .map(Ref::getName)
                        .filter(name -> name.startsWith(Constants.R_HEADS))
                        .map(Repository::shortenRefName)
                        .sorted()
                        .toList();
            }
        });
    }

    /** Brings the branch into the store; its tip is then at {@link #trackingRef}. */
    void fetch(Repository store) {
        exchange(store, transport -> {
            FetchResult result = transport.fetch(NullProgressMonitor.INSTANCE, List.of(refSpec()));
            TrackingRefUpdate update = result.getTrackingRefUpdate(trackingRef());
            if (update != null && FAILED.contains(update.getResult())) {
                // JGit only notes it, and the branch would seem not to have moved.
                throw new IOException("The clone's " + trackingRef() + " cannot be written: " + update.getResult());
            }
            return result;
        });
    }

    /** Moves the branch from {@code expected} (absent: does not exist) to {@code commit}, or leaves it as it is. */
    RemoteRefUpdate push(Repository store, ObjectId commit, Optional<ObjectId> expected) {
        return exchange(store, transport -> {
            RemoteRefUpdate update = new RemoteRefUpdate(
                    store,
                    commit.name(),
                    commit,
                    settings.remoteRef(),
                    false,
                    trackingRef(),
                    expected.orElseGet(ObjectId::zeroId));
            PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
            return result.getRemoteUpdate(settings.remoteRef());
        });
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    private RefSpec refSpec() {
        return new RefSpec("+" + settings.remoteRef() + ":" + trackingRef());
    }

    private interface Exchange<T> {
        T with(Transport transport) throws IOException;
    }

    private <T> T exchange(Repository store, Exchange<T> exchange) {
        Evidence evidence = new Evidence();
        try (Transport transport = Transports.open(store, settings, evidence)) {
            return exchange.with(transport);
        } catch (IOException failure) {
            throw new GitException(diagnosis.of(failure, evidence));
        }
    }
}
