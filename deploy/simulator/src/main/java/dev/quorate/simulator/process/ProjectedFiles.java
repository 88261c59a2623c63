package dev.quorate.simulator.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A folder with files of a ConfigMap or Secret. Each file is a link through {@code ..data} to a folder that is never changed, and
 * that one link is replaced by renaming: who reads sees all of the old content or all of the new, as with a kubelet.
 */
final class ProjectedFiles {

    private static final String DATA = "..data";

    private final Path folder;

    ProjectedFiles(Path folder) {
        this.folder = folder;
    }

    void show(Map<String, PodVolumes.FileText> files) throws IOException {
        Files.createDirectories(folder);
        Path version = Files.createTempDirectory(folder, "..");
        Files.setAttribute(version, "unix:mode", 0755);
        for (Map.Entry<String, PodVolumes.FileText> file : files.entrySet()) {
            Path path = version.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, Base64.getDecoder().decode(file.getValue().bytes()));
            Files.setAttribute(path, "unix:mode", 0644);
        }
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), version.getFileName());
        Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
        Set<String> shown = new HashSet<>(Set.of(DATA, version.getFileName().toString()));
        for (String file : files.keySet()) {
            String top = Path.of(file).getName(0).toString();
            if (shown.add(top) && !Files.isSymbolicLink(folder.resolve(top))) {
                Files.createSymbolicLink(folder.resolve(top), Path.of(DATA, top));
            }
        }
        for (String old : FileTree.names(folder)) {
            if (!shown.contains(old)) {
                FileTree.delete(folder.resolve(old));
            }
        }
    }
}
