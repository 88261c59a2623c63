package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.store.Kinds;
import java.util.LinkedHashMap;
import java.util.Map;

/** A pod as its program sees it, with the ConfigMaps as they were last read into its mounts. */
final class MountedPod implements PodContext {

    private final Pod pod;
    private final PodNode node;
    private final SimulatedPod runtime;
    private final Map<String, Map<String, String>> config = new LinkedHashMap<>();

    MountedPod(Pod pod, PodNode node, SimulatedPod runtime) {
        this.pod = pod;
        this.node = node;
        this.runtime = runtime;
    }

    /** Reads the mounted ConfigMaps and says whether they show something new. */
    boolean readConfig() {
        Map<String, Map<String, String>> before = Map.copyOf(config);
        config.clear();
        for (JsonNode volume : pod.spec().path("volumes")) {
            String name = volume.path("configMap").path("name").asText();
            if (!name.isEmpty()) {
                config.put(volume.path("name").asText(), data(name));
            }
        }
        return !before.equals(config);
    }

    private Map<String, String> data(String configMap) {
        Map<String, String> data = new LinkedHashMap<>();
        node.cluster()
                .get(Kinds.CONFIG_MAP, namespace(), configMap)
                .map(found -> found.path("data"))
                .ifPresent(found -> found.properties()
                        .forEach(each -> data.put(each.getKey(), each.getValue().asText())));
        return data;
    }

    @Override
    public String namespace() {
        return pod.namespace();
    }

    @Override
    public String name() {
        return pod.name();
    }

    @Override
    public String uid() {
        return pod.uid();
    }

    @Override
    public String address() {
        return runtime.address().orElse("");
    }

    @Override
    public String image() {
        return container().path("image").asText();
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (JsonNode variable : container().path("env")) {
            variables.put(variable.path("name").asText(), variable.path("value").asText());
        }
        return variables;
    }

    private JsonNode container() {
        return pod.spec().path("containers").path(0);
    }

    @Override
    public Map<String, String> config(String volume) {
        return config.getOrDefault(volume, Map.of());
    }

    @Override
    public Volume volume(String volume) {
        for (JsonNode each : pod.spec().path("volumes")) {
            String claim = each.path("persistentVolumeClaim").path("claimName").asText();
            if (each.path("name").asText().equals(volume) && !claim.isEmpty()) {
                ObjectNode found = node.cluster()
                        .get(Kinds.CLAIM, namespace(), claim)
                        .orElseThrow(() -> new IllegalStateException("Pod " + pod.path() + " runs without its claim "
                                + claim + "; it was deleted by force"));
                return node.volumes()
                        .persistent(found.path("spec").path("volumeName").asText());
            }
        }
        return node.volumes().ephemeral(uid(), volume);
    }

    @Override
    public Schedule schedule() {
        return node.cluster().schedule();
    }

    @Override
    public Delays delays() {
        return node.cluster().delays();
    }

    @Override
    public void exit(int code) {
        runtime.exit(code);
    }

    @Override
    public void changed() {
        runtime.changed();
    }
}
