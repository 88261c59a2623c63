package dev.quorate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** This working tree, found from wherever the tests run. */
final class Repository {
    static final Path ROOT = root();
    static final List<String> MODULES = List.of("schema", "controller", "deploy/simulator", "deploy/demo");

    private Repository() {}

    /** All Java sources of a module below {@code src/<tree>/java}, in the order of their paths. */
    static List<JavaSource> sources(String module, String tree) {
        Path folder = ROOT.resolve(module).resolve("src").resolve(tree).resolve("java");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(JavaSource::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("these tests run inside the working tree");
    }
}
