package dev.quorate.bench;

import dev.quorate.forge.GitServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.URIish;

/**
 * A bare repository behind a Git server, as a forge would have it, and a clone that is pushed from. With a path for an address
 * the controller would do the server's half of the work, and its processor time would tell of that.
 */
final class BenchRepository implements AutoCloseable {
    static final String BRANCH = "main";
    private static final String NAME = "bench.git";

    private final GitServer server;
    private final Git bare;
    private final Git clone;

    private BenchRepository(GitServer server, Git bare, Git clone) {
        this.server = server;
        this.bare = bare;
        this.clone = clone;
    }

    /** @param at when the remote had it */
    record Pushed(String commit, Instant at) {}

    static BenchRepository create(Path folder) {
        try {
            Path remote = folder.resolve(NAME);
            Git bare = Git.init()
                    .setBare(true)
                    .setInitialBranch(BRANCH)
                    .setDirectory(remote.toFile())
                    .call();
            bare.getRepository().getConfig().setBoolean("http", null, "receivepack", true);
            bare.getRepository().getConfig().save();
            Git clone = Git.init()
                    .setInitialBranch(BRANCH)
                    .setDirectory(folder.resolve("bench").toFile())
                    .call();
            clone.remoteAdd()
                    .setName("origin")
                    .setUri(new URIish(remote.toUri().toURL()))
                    .call();
            return new BenchRepository(GitServer.start(folder), bare, clone);
        } catch (GitAPIException | IOException e) {
            throw new IllegalStateException("the repository cannot be made in " + folder, e);
        }
    }

    String url() {
        return server.url(NAME);
    }

    /** Writes the apps' files and pushes them in one commit. */
    Pushed push(String subject, List<BenchApp> apps) {
        try {
            for (BenchApp app : apps) {
                Path file = clone.getRepository().getWorkTree().toPath().resolve(app.path());
                Files.createDirectories(file.getParent());
                Files.writeString(file, app.text());
            }
            PersonIdent author = new PersonIdent("Bench", "bench@quorate.dev");
            clone.add().addFilepattern(".").call();
            RevCommit commit = clone.commit()
                    .setMessage(subject)
                    .setAuthor(author)
                    .setCommitter(author)
                    .setSign(false)
                    .call();
            clone.push().setRemote("origin").add(BRANCH).call();
            return new Pushed(commit.name(), Instant.now());
        } catch (GitAPIException | IOException e) {
            throw new IllegalStateException("'" + subject + "' cannot be pushed", e);
        }
    }

    @Override
    public void close() {
        server.close();
        clone.close();
        bare.close();
    }
}
