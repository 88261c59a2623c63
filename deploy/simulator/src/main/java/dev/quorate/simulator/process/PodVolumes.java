package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.behaviour.PodHost;
import dev.quorate.simulator.behaviour.Volume;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The volumes of one pod, each a folder of this machine. */
final class PodVolumes {

    private static final int SHARED_MODE = 0777;
    private static final int GROUP_MODE = 0070;
    private static final int SET_GROUP = 02000;
    private static final int OWNER_MODE = 0700;

    private final PodHost host;
    private final Path folder;
    private final Function<Volume, Path> folderOfClaim;
    private final Map<String, Content> provided = new HashMap<>();

    /** What is in a volume: whatever the pod's own processes keep there, or files of a given content. */
    sealed interface Content {}

    record Own(Path folder) implements Content {}

    record Given(Path folder, Map<String, FileText> files) implements Content {}

    /** @param bytes in base64 */
    record FileText(String bytes) {}

    PodVolumes(PodHost host, Path folder, Function<Volume, Path> folderOfClaim) {
        this.host = host;
        this.folder = folder;
        this.folderOfClaim = folderOfClaim;
    }

    /**
     * What should be in them, by name; called under the simulator's lock.
     *
     * @throws MissingException where something is not there yet
     */
    Map<String, Content> wanted(String address) {
        Map<String, Content> contents = new LinkedHashMap<>();
        for (JsonNode volume : host.pod().path("spec").path("volumes")) {
            String name = volume.path("name").asText();
            contents.put(name, content(name, volume, address));
        }
        return contents;
    }

    private Content content(String name, JsonNode volume, String address) {
        Path own = folder.resolve(name);
        if (volume.has("persistentVolumeClaim")) {
            String claim =
                    volume.path("persistentVolumeClaim").path("claimName").asText();
            Volume bound = host.volume(claim)
                    .orElseThrow(() -> new MissingException("persistentvolumeclaim \"" + claim + "\" is not bound"));
            return new Own(folderOfClaim.apply(bound));
        }
        if (volume.has("emptyDir")) {
            return new Own(own);
        }
        Map<String, FileText> files = new LinkedHashMap<>();
        if (volume.has("projected")) {
            volume.path("projected").path("sources").forEach(source -> add(name, source, address, files));
        } else {
            add(name, volume, address, files);
        }
        return new Given(own, files);
    }

    private void add(String name, JsonNode source, String address, Map<String, FileText> files) {
        if (source.has("configMap")) {
            add(Kinds.CONFIG_MAP, source.path("configMap"), "name", files);
        } else if (source.has("secret")) {
            add(
                    Kinds.SECRET,
                    source.path("secret"),
                    source.path("secret").has("secretName") ? "secretName" : "name",
                    files);
        } else if (source.has("downwardAPI")) {
            for (JsonNode item : source.path("downwardAPI").path("items")) {
                String path = item.path("fieldRef").path("fieldPath").asText();
                files.put(
                        item.path("path").asText(),
                        encoded(Variables.field(host.pod(), path, address, host.hostAddress())));
            }
        } else {
            throw new MissingException("volume \"" + name + "\" is of a kind that processes do not have");
        }
    }

    private void add(Kind kind, JsonNode source, String nameField, Map<String, FileText> files) {
        String name = source.path(nameField).asText();
        Optional<ObjectNode> found = host.get(kind, name);
        if (found.isEmpty() && source.path("optional").asBoolean()) {
            return;
        }
        ObjectNode object =
                found.orElseThrow(() -> new MissingException(kind.singular() + " \"" + name + "\" not found"));
        JsonNode items = source.path("items");
        Map<String, FileText> all = new LinkedHashMap<>();
        object.path("data").properties().forEach(each -> {
            String text = each.getValue().asText();
            all.put(each.getKey(), kind.equals(Kinds.SECRET) ? new FileText(text) : encoded(text));
        });
        object.path("binaryData")
                .properties()
                .forEach(each ->
                        all.put(each.getKey(), new FileText(each.getValue().asText())));
        if (items.isEmpty()) {
            files.putAll(all);
        }
        for (JsonNode item : items) {
            Optional.ofNullable(all.get(item.path("key").asText()))
                    .ifPresent(text -> files.put(item.path("path").asText(), text));
        }
    }

    private static FileText encoded(String text) {
        return new FileText(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Makes it so; called without the simulator's lock, and by several containers that start at once. */
    synchronized void provide(Map<String, Content> contents) throws IOException {
        for (Map.Entry<String, Content> each : contents.entrySet()) {
            if (each.getValue() instanceof Own own) {
                provide(own.folder());
            } else if (each.getValue() instanceof Given given && !given.equals(provided.get(each.getKey()))) {
                new ProjectedFiles(given.folder()).show(given.files());
            }
            provided.put(each.getKey(), each.getValue());
        }
    }

    private void provide(Path own) throws IOException {
        if (Files.notExists(own)) {
            Files.createDirectories(own);
            Files.setAttribute(own, "unix:mode", SHARED_MODE);
        }
        long group =
                host.pod().path("spec").path("securityContext").path("fsGroup").asLong(-1);
        if (group >= 0 && !belongsTo(group, own)) {
            giveTo(group, own);
        }
    }

    private static boolean belongsTo(long group, Path path) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:gid")).longValue() == group;
    }

    /** As a kubelet does with fsGroup: the group may do what the owner may, also with what comes later. */
    private static void giveTo(long group, Path folder) throws IOException {
        FileTree.each(folder, Comparator.naturalOrder(), path -> {
            if (!Files.isSymbolicLink(path)) {
                Files.setAttribute(path, "unix:gid", (int) group);
                int mode = (Integer) Files.getAttribute(path, "unix:mode") & 07777;
                int shared =
                        mode | (((mode & OWNER_MODE) >> 3) & GROUP_MODE) | (Files.isDirectory(path) ? SET_GROUP : 0);
                Files.setAttribute(path, "unix:mode", shared);
            }
        });
    }

    static Path folder(Content content) {
        return content instanceof Given given ? given.folder() : ((Own) content).folder();
    }
}
