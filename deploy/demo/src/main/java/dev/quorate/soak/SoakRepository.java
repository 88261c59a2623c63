package dev.quorate.soak;

import dev.quorate.forge.GitCommand;
import dev.quorate.forge.GitServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A bare repository behind two servers: one for people, who push at any time, and one for the controller, with moods. Both
 * serve the same branches.
 */
final class SoakRepository implements AutoCloseable {
    private static final String BARE = "shop.git";
    private static final String BRANCH = "main";

    private final GitServer people;
    private final GitServer server;
    private final GitCommand bare;
    private final GitCommand work;

    private SoakRepository(GitServer people, GitServer server, GitCommand bare, GitCommand work) {
        this.people = people;
        this.server = server;
        this.bare = bare;
        this.work = work;
    }

    static SoakRepository create(Path folder) throws IOException {
        Path root = Files.createDirectories(folder.resolve("git"));
        GitCommand outside = new GitCommand(root);
        outside.run("init", "-q", "--bare", "-b", BRANCH, BARE);
        outside.run("init", "-q", "-b", BRANCH, "../shop");
        GitCommand bare = new GitCommand(root.resolve(BARE));
        bare.run("config", "http.receivepack", "true");
        GitServer people = GitServer.start(root);
        GitCommand work = new GitCommand(folder.resolve("shop"));
        work.run("remote", "add", "origin", people.url(BARE));
        return new SoakRepository(people, GitServer.start(root), bare, work);
    }

    /** Where the controller looks and reports. */
    String url() {
        return server.url(BARE);
    }

    void turn(GitServer.Mood mood) {
        server.turn(mood);
    }

    /** Commits what the files hold now, pushes it and answers with the commit. */
    String push(String subject, Map<String, String> files) {
        files.forEach(this::write);
        work.run("add", "-A");
        work.run("commit", "-q", "--allow-empty", "-m", subject);
        work.run("push", "-q", "origin", BRANCH);
        return work.run("rev-parse", "HEAD").strip();
    }

    private void write(String path, String text) {
        try {
            Path file = work.folder().resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file as it stands on a branch or at a commit. */
    Optional<String> file(String revision, String path) {
        return bare.ask("show", revision + ":" + path);
    }

    /** All branches with all commits. */
    String log() {
        return bare.run("log", "--all", "--graph", "--format=%h %ci %d %s%n%b");
    }

    @Override
    public void close() {
        people.close();
        server.close();
    }
}
