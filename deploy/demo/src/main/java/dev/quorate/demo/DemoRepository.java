package dev.quorate.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.URIish;

/** A bare repository, as a forge would have it, and the working tree of somebody who makes pull requests. */
final class DemoRepository implements AutoCloseable {
    static final String BRANCH = "main";

    /** One commit each quarter of an hour of a working day, so that every demo has the same commits. */
    private static final Instant MORNING = Instant.parse("2026-01-05T09:00:00Z");

    private static final int SECONDS_APART = 900;

    private final Path remote;
    private final Git bare;
    private final Git clone;
    private int commits;

    private DemoRepository(Path remote, Git bare, Git clone) {
        this.remote = remote;
        this.bare = bare;
        this.clone = clone;
    }

    /** A commit as it is shown. */
    record Commit(String id, String subject) {
        String shortId() {
            return id.substring(0, 7);
        }
    }

    /** @param apps of the sample's apps, those that are wanted */
    static DemoRepository create(Path folder, Path sample, List<String> apps) {
        try {
            Path remote = folder.resolve("shop.git");
            Git bare = Git.init()
                    .setBare(true)
                    .setInitialBranch(BRANCH)
                    .setDirectory(remote.toFile())
                    .call();
            Git clone = Git.init()
                    .setInitialBranch(BRANCH)
                    .setDirectory(folder.resolve("shop").toFile())
                    .call();
            clone.remoteAdd()
                    .setName("origin")
                    .setUri(new URIish(remote.toUri().toURL()))
                    .call();
            for (String app : apps) {
                copy(
                        sample.resolve("apps").resolve(app),
                        folder.resolve("shop/apps").resolve(app));
            }
            return new DemoRepository(remote, bare, clone);
        } catch (GitAPIException | IOException e) {
            throw new IllegalStateException("the demo's repository cannot be made in " + folder, e);
        }
    }

    Path remote() {
        return remote;
    }

    Path worktree() {
        return clone.getRepository().getWorkTree().toPath();
    }

    /** Changes one place of one file, which must be there. */
    void edit(String path, String from, String to) {
        try {
            Path file = worktree().resolve(path);
            String text = Files.readString(file);
            if (!text.contains(from)) {
                throw new IllegalStateException(path + " does not hold '" + from + "'");
            }
            Files.writeString(file, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Commit commit(String subject) {
        try {
            PersonIdent author = new PersonIdent(
                    "Demo", "demo@quorate.dev", MORNING.plusSeconds((long) SECONDS_APART * commits++), ZoneOffset.UTC);
            clone.add().addFilepattern(".").call();
            clone.add().setUpdate(true).addFilepattern(".").call();
            RevCommit commit = clone.commit()
                    .setMessage(subject)
                    .setAuthor(author)
                    .setCommitter(author)
                    .setSign(false)
                    .call();
            clone.push().setRemote("origin").add(BRANCH).call();
            return new Commit(commit.name(), subject);
        } catch (GitAPIException e) {
            throw new IllegalStateException("the demo cannot commit '" + subject + "'", e);
        }
    }

    /** Puts the working tree back as it was before the newest commits, without rewriting them. */
    void restore(Commit before) {
        try {
            clone.checkout().setStartPoint(before.id()).setAllPaths(true).call();
        } catch (GitAPIException e) {
            throw new IllegalStateException("the demo cannot go back to " + before.shortId(), e);
        }
    }

    /** The newest commits of the branch that the controller reports to, newest first. */
    List<Commit> reports(String branch) {
        try {
            Optional<ObjectId> tip = Optional.ofNullable(bare.getRepository().resolve("refs/heads/" + branch));
            if (tip.isEmpty()) {
                return List.of();
            }
            Iterable<RevCommit> log = bare.log().add(tip.get()).call();
            return StreamSupport.stream(log.spliterator(), false)
                    .map(commit -> new Commit(commit.name(), commit.getShortMessage()))
                    .toList();
        } catch (GitAPIException | IOException e) {
            throw new IllegalStateException("the branch " + branch + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        clone.close();
        bare.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file, StandardCharsets.UTF_8));
            }
        }
    }
}
