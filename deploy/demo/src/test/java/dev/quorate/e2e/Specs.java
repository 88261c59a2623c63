package dev.quorate.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/** A bare repository with the files of all apps, and the one who commits to it. */
final class Specs implements AutoCloseable {

    static final String BRANCH = "main";

    private final Path remote;
    private final Git clone;
    private final Map<String, String> files = new TreeMap<>();

    private Specs(Path remote, Git clone) {
        this.remote = remote;
        this.clone = clone;
    }

    static Specs create(Path folder) throws IOException {
        Path remote = folder.resolve("specs.git");
        try {
            Git.init()
                    .setBare(true)
                    .setInitialBranch(BRANCH)
                    .setDirectory(remote.toFile())
                    .call()
                    .close();
            Git clone = Git.init()
                    .setInitialBranch(BRANCH)
                    .setDirectory(folder.resolve("specs").toFile())
                    .call();
            clone.remoteAdd()
                    .setName("origin")
                    .setUri(new URIish(remote.toUri().toURL()))
                    .call();
            return new Specs(remote, clone);
        } catch (GitAPIException e) {
            throw new IOException("no repository at " + remote, e);
        }
    }

    Path remote() {
        return remote;
    }

    /** @return the commit's id */
    synchronized String commit(String app, Optional<String> text, String subject) {
        Path file = clone.getRepository().getWorkTree().toPath().resolve(app + ".yaml");
        try {
            if (text.isPresent()) {
                Files.writeString(file, text.get());
                files.put(app, text.get());
                clone.add().addFilepattern(app + ".yaml").call();
            } else {
                clone.rm().addFilepattern(app + ".yaml").call();
            }
            String id = clone.commit()
                    .setMessage(subject)
                    .setAuthor("A person", "person@quorate.dev")
                    .setCommitter("A person", "person@quorate.dev")
                    .setSign(false)
                    .call()
                    .name();
            clone.push().setRemote("origin").add(BRANCH).call();
            return id;
        } catch (GitAPIException e) {
            throw new IllegalStateException("cannot commit '" + subject + "'", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files of a folder of a branch, one after the other, each space as one. */
    String texts(String branch, String folder) {
        StringBuilder texts = new StringBuilder();
        try (Repository repository =
                        new FileRepositoryBuilder().setGitDir(remote.toFile()).build();
                TreeWalk walk = new TreeWalk(repository)) {
            ObjectId tree = repository.resolve("refs/heads/" + branch + "^{tree}");
            if (tree == null) {
                return "";
            }
            walk.addTree(tree);
            walk.setRecursive(true);
            walk.setFilter(PathFilter.create(folder));
            while (walk.next()) {
                byte[] file = repository.open(walk.getObjectId(0)).getBytes();
                texts.append(new String(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts.toString().replaceAll("\\s+", " ");
    }

    synchronized String text(String app) {
        return Optional.ofNullable(files.get(app)).orElseThrow();
    }

    @Override
    public void close() {
        clone.close();
    }
}
