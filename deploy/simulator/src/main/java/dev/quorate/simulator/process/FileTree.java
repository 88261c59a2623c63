package dev.quorate.simulator.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Folders with all that is in them. Symbolic links are never followed. */
final class FileTree {

    private FileTree() {}

    static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            each(folder, Comparator.reverseOrder(), Files::deleteIfExists);
        }
    }

    interface Work {
        void on(Path path) throws IOException;
    }

    static void each(Path folder, Comparator<Path> order, Work work) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            Consumer<Path> checked = path -> {
                try {
                    work.on(path);
                } catch (NoSuchFileException gone) {
                    // Somebody else was faster: as it should be.
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            paths.sorted(order).forEach(checked);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
