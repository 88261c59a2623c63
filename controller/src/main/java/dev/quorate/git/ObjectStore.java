package dev.quorate.git;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** A bare repository on disk that caches what the remote has. It is kept over restarts, kept small, and made anew when broken. */
final class ObjectStore implements Closeable {

    /**
     * Our own clean-up, in the foreground and without a period of grace: nobody else writes here, also not while the folder of a
     * command goes.
     */
    private static final String CONFIG = """
            [core]
            	repositoryformatversion = 0
            	bare = true
            	logAllRefUpdates = false
            [gc]
            	auto = 0
            	autoDetach = false
            	autoPackLimit = 0
            	pruneExpire = now
            	prunePackExpire = now
            [pack]
            	buildBitmaps = false
            	threads = 1
            """;

    private static final int MOST_PACKS = 30;
    private static final int MOST_LOOSE_OBJECTS = 600;

    /** Counting the files walks through up to 256 folders, so not every change is followed by it. */
    private static final int CHANGES_BETWEEN_LOOKS = 25;

    private final Path directory;
    private Repository repository;
    private int changes;

    private ObjectStore(Path directory, Repository repository) {
        this.directory = directory;
        this.repository = repository;
    }

    /** Opens what an earlier run left, or starts empty. */
    static ObjectStore open(Path directory) {
        Isolation.install();
        try {
            return new ObjectStore(directory, openOrCreate(directory));
        } catch (IOException failure) {
            throw unusable(directory, failure);
        }
    }

    Repository repository() {
        return repository;
    }

    Optional<ObjectId> resolve(String ref) throws IOException {
        return Optional.ofNullable(repository.exactRef(ref)).map(Ref::getObjectId);
    }

    /** Points a ref at a commit, which also keeps the commit from being cleaned up. */
    void keep(String ref, ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(commit);
        requireDone(ref, update.forceUpdate());
    }

    void forget(String ref) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setForceUpdate(true);
        requireDone(ref, update.delete());
    }

    private static void requireDone(String ref, RefUpdate.Result result) throws IOException {
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException(ref + " cannot be written: " + result);
        }
    }

    /** Called with each change: packs, and drops what no ref reaches, once there are many files. */
    void tidy() {
        if (changes++ % CHANGES_BETWEEN_LOOKS != 0) {
            return;
        }
        try {
            if (files("pack", ".pack") > MOST_PACKS || looseObjects() > MOST_LOOSE_OBJECTS) {
                Git.wrap(repository).gc().call();
            }
        } catch (IOException | GitAPIException failure) {
            throw unusable(directory, failure);
        }
    }

    /** What fills a new store. */
    @FunctionalInterface
    interface Filling {
        void into(Repository empty);
    }

    /** Fills a new store aside and puts it in this one's place; when filling fails, all stays as it is. */
    void renew(Filling filling) {
        Path aside = directory.resolveSibling(directory.getFileName() + ".new");
        try {
            delete(aside);
            try (Repository fresh = openOrCreate(aside)) {
                filling.into(fresh);
            }
            repository.close();
            delete(directory);
            Files.move(aside, directory);
            repository = openOrCreate(directory);
        } catch (IOException failure) {
            throw unusable(directory, failure);
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    private static Repository openOrCreate(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try {
                breakLocks(directory);
                Files.writeString(directory.resolve("config"), CONFIG);
                return builder(directory).setMustExist(true).build();
            } catch (RepositoryNotFoundException broken) {
                delete(directory);
            }
        }
        Files.createDirectories(directory);
        try (Repository created = builder(directory).build()) {
            created.create(true);
        }
        Files.writeString(directory.resolve("config"), CONFIG);
        return builder(directory).setMustExist(true).build();
    }

    /** A process that was killed leaves locks, and nobody else works here. */
    private static void breakLocks(Path directory) throws IOException {
        try (Stream<Path> files = Files.find(
                directory,
                Integer.MAX_VALUE,
                (file, attributes) -> file.toString().endsWith(".lock") && attributes.isRegularFile())) {
            for (Path lock : files.toList()) {
                Files.delete(lock);
            }
        }
    }

    private static FileRepositoryBuilder builder(Path directory) {
        return new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare();
    }

    private int looseObjects() throws IOException {
        int objects = 0;
        for (int first = 0; first < 256; first++) {
            objects += files(String.format("%02x", first), "");
        }
        return objects;
    }

    private int files(String folder, String suffix) throws IOException {
        Path path = directory.resolve("objects").resolve(folder);
        if (!Files.isDirectory(path)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(path)) {
            return (int) files.filter(file -> file.toString().endsWith(suffix)).count();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                FileVisitResult result = super.postVisitDirectory(folder, failure);
                Files.delete(folder);
                return result;
            }
        });
    }

    private static GitException unusable(Path directory, Exception failure) {
        return new GitException(new FetchProblem(
                FetchProblem.Reason.WORK_DIRECTORY,
                "The clone in " + directory + " cannot be read or written: " + failure,
                "Check the space and rights there; when it was deleted, Quorate clones again.",
                true));
    }
}
