package dev.quorate.cli;

import dev.quorate.git.Blob;
import dev.quorate.git.CommitInfo;
import dev.quorate.git.Content;
import dev.quorate.git.FileChange;
import dev.quorate.git.Poll;
import dev.quorate.schema.SpecReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The YAML files below a folder on disk, in the form in which a commit's files come. */
final class WorkingTree {
    private final UnaryOperator<Path> naming;
    private final List<FileChange> files = new ArrayList<>();

    private WorkingTree(UnaryOperator<Path> naming) {
        this.naming = naming;
    }

    /** Every YAML file at or below {@code root}, as a first commit would bring them; links are not followed. */
    static Poll.Moved read(Path root, UnaryOperator<Path> naming) {
        if (!Files.exists(root)) {
            throw new CliException("There is no file or folder " + root + ". Name the folder that holds the specs.");
        }
        WorkingTree tree = new WorkingTree(naming);
        try {
            Files.walkFileTree(root, tree.new Visitor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tree.files.sort(Comparator.comparing(FileChange::path));
        CommitInfo commit = new CommitInfo("the working tree", "", "", Instant.EPOCH, "");
        return new Poll.Moved(Optional.empty(), commit, tree.files, false);
    }

    private void add(Path file, BasicFileAttributes attributes) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            return;
        }
        Content content = content(file, attributes);
        String path = naming.apply(file).toString().replace('\\', '/');
        files.add(new FileChange(path, Optional.of(new Blob(id(content), content))));
    }

    private static Content content(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return new Content.Symlink();
        }
        if (attributes.size() > SpecReader.MAX_BYTES) {
            return new Content.TooLarge(attributes.size(), SpecReader.MAX_BYTES);
        }
        return new Content.Text(Files.readAllBytes(file));
    }

    private static String id(Content content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = content instanceof Content.Text text ? text.bytes() : new byte[0];
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean internal = folder.endsWith(".git");
            return internal ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            add(file, attributes);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw new IOException(
                    file + " cannot be read: " + failure.getClass().getSimpleName(), failure);
        }
    }
}
