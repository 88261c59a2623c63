package dev.quorate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One app of its own: commits to its file, its objects in the cluster, and what is said of it. */
final class AppLife {

    private static final String MIRRORS = "/apis/quorate.dev/v1alpha1/namespaces/%s/statefulapps/%s";
    private static final String SETS = "/apis/apps/v1/namespaces/%s/statefulsets/%s";
    private static final String TARGETS = "/apis/quorate.dev/v1alpha1/namespaces/%s/scaletargets/%s";
    private static final String AUTOSCALERS = "/apis/autoscaling/v2/namespaces/%s/horizontalpodautoscalers";
    private static final String PODS = "/api/v1/namespaces/%s/pods";
    private static final String CLAIMS = "/api/v1/namespaces/%s/persistentvolumeclaims";

    private final World world;
    private final String name;
    private final String set;
    private final String selector;
    private final boolean component;
    private String newest = "";

    AppLife(World world, String name) {
        this(world, name, name, "quorate.dev/app=" + name, false);
    }

    private AppLife(World world, String name, String set, String selector, boolean component) {
        this.world = world;
        this.name = name;
        this.set = set;
        this.selector = selector;
        this.component = component;
    }

    /** One of its components, for a look at its pods and for hands on its set. */
    AppLife component(String component, String setOfIt) {
        return new AppLife(world, name, setOfIt, selector + ",quorate.dev/component=" + component, true);
    }

    String name() {
        return name;
    }

    World world() {
        return world;
    }

    // ---- what people do

    /** @param spec the lines below {@code spec:} */
    String commit(String subject, String spec) {
        String head = "apiVersion: quorate.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: " + name + ", namespace: "
                + world.namespace() + "}\nspec:\n";
        return write(subject, Optional.of(head + spec.indent(2)));
    }

    String edit(String subject, String from, String to) {
        String text = world.specs().text(name);
        if (!text.contains(from)) {
            throw new IllegalArgumentException("the file does not say " + from + ":\n" + text);
        }
        return write(subject, Optional.of(text.replace(from, to)));
    }

    String remove(String subject) {
        return write(subject, Optional.empty());
    }

    private String write(String subject, Optional<String> text) {
        newest = world.specs().commit(name, text, subject);
        return newest;
    }

    void patchSetAs(String manager, String json) {
        world.patchAs(manager, path(SETS), World.json(json));
    }

    void scaleAs(String manager, int replicas) {
        world.patchAs(manager, path(SETS) + "/scale", World.json("{\"spec\": {\"replicas\": " + replicas + "}}"));
    }

    /** As {@code kubectl scale} and autoscalers do. */
    void askAs(String manager, int replicas) {
        world.patchAs(manager, path(TARGETS) + "/scale", World.json("{\"spec\": {\"replicas\": " + replicas + "}}"));
    }

    /** An autoscaler that knows nothing of us, on the StatefulSet itself. */
    void autoscaleSet(int min, int max) {
        String reference = "{\"apiVersion\": \"apps/v1\", \"kind\": \"StatefulSet\", \"name\": \"" + name + "\"}";
        world.write(
                "POST",
                AUTOSCALERS.formatted(world.namespace()),
                ApiRequest.JSON,
                World.json("{\"metadata\": {\"name\": \"" + name + "\"}, \"spec\": {\"minReplicas\": " + min
                        + ", \"maxReplicas\": " + max + ", \"scaleTargetRef\": " + reference + "}}"));
    }

    void deleteForeignAutoscaler() {
        world.write("DELETE", AUTOSCALERS.formatted(world.namespace()) + "/" + name, ApiRequest.JSON, options());
    }

    void deletePod(int ordinal) {
        world.write(
                "DELETE", PODS.formatted(world.namespace()) + "/" + set + "-" + ordinal, ApiRequest.JSON, options());
    }

    /** The claim goes with its pod, as it does with a node whose disks are its own. */
    void loseVolume(int ordinal) {
        String claim = "data-" + set + "-" + ordinal;
        world.write("DELETE", CLAIMS.formatted(world.namespace()) + "/" + claim, ApiRequest.JSON, options());
        deletePod(ordinal);
    }

    /** As a storage system does that has lost a volume for good: its object is gone, and only the claim names it still. */
    void losePersistentVolume(int ordinal) {
        String claim = CLAIMS.formatted(world.namespace()) + "/data-" + set + "-" + ordinal;
        String volume = "/api/v1/persistentvolumes/"
                + world.get(claim, Map.of()).at("/spec/volumeName").asText();
        world.write("DELETE", volume, ApiRequest.JSON, options());
        if (!world.get(volume, Map.of()).isMissingNode()) {
            world.write("PATCH", volume, ApiRequest.MERGE_PATCH, World.json("{\"metadata\": {\"finalizers\": null}}"));
        }
        await(
                "the claim is lost",
                () -> world.get(claim, Map.of()).at("/status/phase").asText().equals("Lost"));
        deletePod(ordinal);
    }

    void patchClaim(int ordinal, String json) {
        String claim = CLAIMS.formatted(world.namespace()) + "/data-" + set + "-" + ordinal;
        world.write("PATCH", claim, ApiRequest.MERGE_PATCH, World.json(json));
    }

    void deleteSet() {
        world.write("DELETE", path(SETS), ApiRequest.JSON, options());
    }

    private static ObjectNode options() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "DeleteOptions")
                .put("apiVersion", "v1");
    }

    // ---- what is there

    String claimUid(int ordinal) {
        String claim = CLAIMS.formatted(world.namespace()) + "/data-" + set + "-" + ordinal;
        return world.get(claim, Map.of()).at("/metadata/uid").asText();
    }

    /** One value of a Secret, as its clients are given it. */
    String secret(String secret, String key) {
        String path = "/api/v1/namespaces/" + world.namespace() + "/secrets/" + secret;
        String value = world.get(path, Map.of()).path("data").path(key).asText();
        return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    }

    JsonNode set() {
        return world.get(path(SETS), Map.of());
    }

    JsonNode target() {
        return world.get(path(TARGETS), Map.of());
    }

    /** Who wrote the newest request, as the API server noted it. */
    String lastToAsk() {
        return StreamSupport.stream(target().at("/metadata/managedFields").spliterator(), false)
                .filter(entry -> entry.path("subresource").asText().equals("scale"))
                .map(entry -> entry.path("manager").asText())
                .reduce((first, last) -> last)
                .orElse("nobody");
    }

    /** Whether there are so many pods, all ready, and no other is wanted. */
    boolean has(int count) {
        JsonNode set = set();
        return pods().size() == count
                && set.at("/spec/replicas").asInt() == count
                && set.at("/status/readyReplicas").asInt() == count;
    }

    JsonNode mirror() {
        return world.get(path(MIRRORS), Map.of());
    }

    /** In the order of their ordinals. */
    List<JsonNode> pods() {
        return items(PODS)
                .sorted(Comparator.comparing(pod -> pod.at("/metadata/name").asText()))
                .toList();
    }

    List<JsonNode> claims() {
        return items(CLAIMS).toList();
    }

    /** What each volume has by now. */
    List<String> room() {
        return claims().stream()
                .map(claim -> claim.at("/status/capacity/storage").asText())
                .toList();
    }

    /** Whether the class of its volumes lets them grow. */
    boolean mayGrow() {
        String storageClass = claims().get(0).at("/spec/storageClassName").asText();
        return world.get("/apis/storage.k8s.io/v1/storageclasses/" + storageClass, Map.of())
                .path("allowVolumeExpansion")
                .asBoolean();
    }

    List<String> uids() {
        return pods().stream().map(pod -> pod.at("/metadata/uid").asText()).toList();
    }

    /** Of the first two pods of this name, whosever they are. */
    List<String> uidsByName() {
        return Stream.of(0, 1)
                .map(ordinal -> world.get(PODS.formatted(world.namespace()) + "/" + set + "-" + ordinal, Map.of()))
                .map(pod -> pod.at("/metadata/uid").asText())
                .toList();
    }

    /** As their labels say. */
    List<String> roles() {
        return pods().stream()
                .map(pod -> pod.at("/metadata/labels/quorate.dev~1role").asText())
                .toList();
    }

    List<String> images() {
        return pods().stream()
                .map(pod -> pod.at("/spec/containers/0/image").asText())
                .toList();
    }

    private Stream<JsonNode> items(String path) {
        JsonNode list = world.get(path.formatted(world.namespace()), Map.of("labelSelector", selector));
        return StreamSupport.stream(list.path("items").spliterator(), false);
    }

    private String path(String pattern) {
        return pattern.formatted(world.namespace(), pattern.equals(MIRRORS) ? name : set);
    }

    // ---- what is said

    /** What {@code quorate status} prints of it. */
    String status() {
        return world.run("status", world.namespace() + "/" + name);
    }

    /** What {@code quorate plan} prints of it. */
    String plan() {
        return world.plan(name);
    }

    /** The line to write into the spec, as the refusal in the report has it. */
    String awaitQuestion(String guard) {
        Pattern line = Pattern.compile("acknowledge: \\{guard: " + guard + ", member: [^,]+, reason: \\.\\.\\.}");
        await(
                "a person is asked: " + guard,
                () -> line.matcher(report().toString()).find());
        Matcher found = line.matcher(report().toString());
        if (!found.find()) {
            throw new AssertionError("the question was taken back: " + status());
        }
        return found.group();
    }

    /** Until the newest commit is in force and the question is still open. */
    void awaitAskedAgain(String line) {
        await(
                "it is asked again",
                () -> report().at("/source/commit").asText().equals(newest)
                        && report().toString().contains(line));
    }

    JsonNode report() {
        return world.report(name);
    }

    /** Whether the newest commit is in force and all is as it says, in the cluster and on the status branch. */
    boolean ready() {
        return readyInCluster(mirror()) && readyInGit();
    }

    private boolean readyInCluster(JsonNode mirror) {
        return mirror.at("/spec/source/commit").asText().equals(newest)
                && holds(
                        mirror.at("/status/conditions"),
                        "Ready",
                        mirror.at("/metadata/generation").asLong());
    }

    private boolean readyInGit() {
        JsonNode report = report();
        return report.at("/source/commit").asText().equals(newest) && holds(report.path("conditions"), "Ready", -1);
    }

    boolean holds(String condition) {
        return holds(mirror().at("/status/conditions"), condition, -1);
    }

    /** By the engine's own names for them, as they are reported; of a component those that have its pods. */
    List<String> memberIds() {
        return StreamSupport.stream(mirror().at("/status/members").spliterator(), false)
                .filter(member -> !component || member.path("pod").asText().matches(set + "-[0-9]+"))
                .map(member -> member.path("id").asText())
                .sorted()
                .toList();
    }

    private static boolean holds(JsonNode conditions, String type, long generation) {
        return StreamSupport.stream(conditions.spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals(type)
                        && condition.path("status").asText().equals("True")
                        && (generation < 0
                                || condition.path("observedGeneration").asLong() == generation));
    }

    void awaitReady() {
        await("the commit " + newest + " is reached", this::ready);
    }

    /** Until people who look at Git alone read these words. */
    void awaitSaid(String words) {
        await("'" + words + "' is said", () -> status().contains(words));
    }

    /** Until the record of a rollout in Git has these words, for whoever reads the history. */
    void awaitRecorded(String words) {
        await("'" + words + "' is recorded", () -> world.records(name).contains(words));
    }

    /** Looks again and again until it holds. */
    void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + world.patience().toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        name + ": " + what + " did not come to pass:\n" + status() + "\n" + mirror().toPrettyString());
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while waiting until " + what, e);
            }
        }
    }
}
