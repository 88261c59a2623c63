package dev.quorate.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.FooterKey;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Commits in our own words. */
final class Commits {

    private static final int MOST_COMMITS = 1000;
    private static final FooterKey CONFIRMATION = new FooterKey(CommitMessage.Trailer.CONFIRM_DELETION);

    private Commits() {}

    /** What people confirm: of the tip and what it brought, newest first; of the tip alone where it is not known what came before. */
    static List<CommitMessage.Trailer> trailers(RevWalk walk, Optional<RevCommit> from, RevCommit to)
            throws IOException {
        if (from.isEmpty()) {
            return trailers(to);
        }
        walk.reset();
        walk.markStart(to);
        walk.markUninteresting(from.get());
        List<CommitMessage.Trailer> trailers = new ArrayList<>();
        int read = 0;
        for (RevCommit next = walk.next(); next != null && read < MOST_COMMITS; next = walk.next()) {
            trailers.addAll(trailers(next));
            read++;
        }
        return trailers;
    }

    private static List<CommitMessage.Trailer> trailers(RevCommit commit) {
        return commit.getFooterLines().stream()
                .filter(line -> line.matches(CONFIRMATION) && !line.getValue().isBlank())
                .map(line -> new CommitMessage.Trailer(
                        CommitMessage.Trailer.CONFIRM_DELETION, line.getValue().strip()))
                .toList();
    }

    static CommitInfo info(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        return new CommitInfo(
                commit.name(),
                author.getName(),
                author.getEmailAddress(),
                author.getWhenAsInstant(),
                commit.getShortMessage());
    }
}
