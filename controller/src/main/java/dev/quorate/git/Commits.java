package dev.quorate.git;

import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/** Commits in our own words. */
final class Commits {

    private Commits() {}

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
