package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeEditTest {

    @TempDir
    Path folder;

    private ObjectStore store;

    @BeforeEach
    void open() {
        store = ObjectStore.open(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Names around the slash in ASCII, where Git's order differs from that of plain names. */
    private static final List<String> NAMES = List.of("a", "a-b", "a.b", "a0", "b", "ä");

    @Test
    void anySequenceOfEditsGivesTheTreeThatGitWrites() throws IOException {
        Random random = new Random(7);
        Map<String, String> expected = new TreeMap<>();
        Optional<ObjectId> tree = Optional.empty();
        for (int round = 0; round < 25; round++) {
            List<FileWrite> writes = writes(random);
            writes.forEach(write -> applyTo(expected, write));

            tree = Optional.of(apply(tree, writes));

            assertEquals(treeByGit(expected), tree.get().name(), "round " + round + ": " + writes);
        }
    }

    @Test
    void aFileAndAFolderOfOneNameAreRefused() {
        List<FileWrite> writes = List.of(FileWrite.of("a", "1"), FileWrite.of("a/b", "2"));

        assertThrows(IllegalArgumentException.class, () -> apply(Optional.empty(), writes));
        assertThrows(
                IllegalArgumentException.class, () -> apply(Optional.empty(), List.of(writes.get(1), writes.get(0))));
    }

    private ObjectId apply(Optional<ObjectId> base, List<FileWrite> writes) throws IOException {
        try (ObjectInserter inserter = store.repository().newObjectInserter();
                ObjectReader reader = inserter.newReader()) {
            ObjectId tree = new TreeEdit(reader, inserter).apply(base, writes);
            inserter.flush();
            return tree;
        }
    }

    private static List<FileWrite> writes(Random random) {
        Map<String, FileWrite> writes = new TreeMap<>();
        for (int count = random.nextInt(4) + 1; count > 0; count--) {
            List<String> parts = new ArrayList<>();
            for (int depth = random.nextInt(3); depth >= 0; depth--) {
                parts.add(NAMES.get(random.nextInt(NAMES.size())));
            }
            String path = String.join("/", parts);
            boolean clashes = writes.keySet().stream()
                    .anyMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
            if (!clashes) {
                writes.put(
                        path,
                        random.nextInt(3) == 0
                                ? FileWrite.delete(path)
                                : FileWrite.of(path, "text " + random.nextInt(1000)));
            }
        }
        return List.copyOf(writes.values());
    }

    /** The same edit on a plain map of paths: a file takes the place of a folder and the other way round. */
    private static void applyTo(Map<String, String> files, FileWrite write) {
        String path = write.path();
        if (write.text().isPresent()) {
            files.keySet().removeIf(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
            files.put(path, write.text().get());
        } else {
            files.remove(path);
        }
    }

    private String treeByGit(Map<String, String> files) throws IOException {
        Path work = Files.createTempDirectory(folder, "work");
        TestRemote.run(work, "init", "-q");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = work.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        TestRemote.run(work, "add", "-A");
        return TestRemote.run(work, "write-tree");
    }
}
