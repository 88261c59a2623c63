package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What is served, in the plain and in the aggregated form, and the version. */
final class Discovery {

    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final int HASH_LENGTH = 8;
    private static final List<String> OBJECT_VERBS = List.of("get", "patch", "update");
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    /** In the order in which the part of a real server that serves them tells them. */
    private static final List<String> CUSTOM_VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    /** A subresource with the kind it speaks. */
    private record Sub(String name, String group, String version, String kind, List<String> verbs) {}

    private final Resources resources;

    Discovery(Resources resources) {
        this.resources = resources;
    }

    Optional<ApiReply> answer(ApiRequest request) {
        List<String> parts = Router.segments(request.path());
        boolean onlyOld = request.header("accept").contains("as=APIGroupDiscoveryList")
                && !aggregated(request)
                && !request.header("accept").contains(",");
        if (onlyOld) {
            throw Status.onlyMediaTypes();
        }
        String first = parts.isEmpty() ? "" : parts.get(0);
        return switch (first) {
            case "version" -> parts.size() == 1 ? Optional.of(versionReply(request)) : Optional.empty();
            case "api" -> core(request, parts);
            case "apis" -> groups(request, parts);
            case "healthz", "livez", "readyz" -> health(first, parts, request);
            case "" -> Optional.of(ApiReply.json(200, paths()));
            default -> Optional.empty();
        };
    }

    private Optional<ApiReply> core(ApiRequest request, List<String> parts) {
        if (parts.size() == 1) {
            return Optional.of(aggregated(request) ? aggregate(List.of("")) : ApiReply.json(200, coreVersions()));
        }
        boolean served = parts.size() == 2 && parts.get(1).equals("v1");
        return served ? Optional.of(ApiReply.json(200, resourceList("", "v1"))) : Optional.empty();
    }

    private Optional<ApiReply> groups(ApiRequest request, List<String> parts) {
        if (parts.size() > 3) {
            return Optional.empty();
        }
        List<String> named = resources.groups().keySet().stream()
                .filter(group -> !group.isEmpty())
                .toList();
        if (parts.size() == 1) {
            return Optional.of(aggregated(request) ? aggregate(named) : ApiReply.json(200, groupList(named)));
        }
        String group = parts.get(1);
        if (!named.contains(group)) {
            return Optional.empty();
        }
        if (parts.size() == 2) {
            ObjectNode one = group(group);
            return Optional.of(ApiReply.json(200, one.put("kind", "APIGroup").put("apiVersion", "v1")));
        }
        if (!resources.groups().getOrDefault(group, List.of()).contains(parts.get(2))) {
            throw Status.noSuchResource();
        }
        if (aggregated(request)) {
            throw Status.onlyMediaTypes();
        }
        return Optional.of(ApiReply.json(200, resourceList(group, parts.get(2))));
    }

    private static Optional<ApiReply> health(String name, List<String> parts, ApiRequest request) {
        if (parts.size() == 2 && parts.get(1).equals("ping")) {
            return Optional.of(ApiReply.text(200, "ok"));
        }
        if (parts.size() > 1) {
            return Optional.empty();
        }
        boolean verbose = request.parameter("verbose").isPresent();
        return Optional.of(ApiReply.text(200, verbose ? "[+]ping ok\n" + name + " check passed\n" : "ok"));
    }

    private static boolean aggregated(ApiRequest request) {
        return request.header("accept").replace(" ", "").contains("v=v2;as=APIGroupDiscoveryList")
                || request.header("accept").contains("as=APIGroupDiscoveryList;v=v2");
    }

    private static ApiReply versionReply(ApiRequest request) {
        if (request.header("accept").startsWith("application/yaml")) {
            throw Status.notAcceptableBut("application/json");
        }
        return ApiReply.json(200, version());
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "36")
                .put("gitVersion", "v1.36.2+simulated")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "linux/amd64");
    }

    private ObjectNode paths() {
        ObjectNode root = Json.object();
        ArrayNode paths = root.putArray("paths").add("/api").add("/api/v1").add("/apis");
        resources.groups().forEach((group, versions) -> {
            if (!group.isEmpty()) {
                paths.add("/apis/" + group);
                versions.forEach(version -> paths.add("/apis/" + group + "/" + version));
            }
        });
        paths.add("/healthz").add("/livez").add("/openapi/v3").add("/readyz").add("/version");
        return root;
    }

    private static ObjectNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private ObjectNode groupList(List<String> names) {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        names.forEach(name -> groups.add(group(name)));
        return list;
    }

    private ObjectNode group(String name) {
        ObjectNode group = Json.object().put("name", name);
        ArrayNode versions = group.putArray("versions");
        for (String version : resources.groups().getOrDefault(name, List.of())) {
            versions.addObject().put("groupVersion", name + "/" + version).put("version", version);
        }
        group.set("preferredVersion", versions.path(0));
        return group;
    }

    private ObjectNode resourceList(String group, String version) {
        ObjectNode list = Json.object().put("kind", "APIResourceList");
        if (!group.isEmpty()) {
            list.put("apiVersion", "v1");
        }
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode entries = list.putArray("resources");
        for (Resource resource : resources.all()) {
            Kind kind = resource.kind();
            if (kind.group().equals(group) && kind.version().equals(version)) {
                entry(entries.addObject(), resource);
                subs(resource).forEach(sub -> subEntry(entries.addObject(), kind, sub));
            }
        }
        return list;
    }

    private static void entry(ObjectNode entry, Resource resource) {
        Kind kind = resource.kind();
        entry.put("name", kind.plural())
                .put("singularName", kind.singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
        verbs(resource).forEach(entry.putArray("verbs")::add);
        if (!kind.shortNames().isEmpty()) {
            kind.shortNames().forEach(entry.putArray("shortNames")::add);
        }
        if (!resource.categories().isEmpty()) {
            resource.categories().forEach(entry.putArray("categories")::add);
        }
        if (!resource.isReview() && !resource.isMeasured()) {
            entry.put("storageVersionHash", storageVersionHash(kind));
        }
    }

    /** By which clients see that objects are stored in another version than before. */
    private static String storageVersionHash(Kind kind) {
        // definitions are still stored in the version they first had
        String version = kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION)
                ? "v1beta1"
                : kind.equals(OldAutoscalers.KIND) ? Kinds.AUTOSCALER.version() : kind.version();
        String stored = kind.group() + "/" + version + "/" + kind.kind();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(stored.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, HASH_LENGTH));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<String> verbs(Resource resource) {
        if (resource.isReview()) {
            return List.of("create");
        }
        if (resource.isMeasured()) {
            return List.of("get", "list");
        }
        if (resource.isCustom()) {
            return CUSTOM_VERBS;
        }
        boolean collected = !resource.kind().equals(Kinds.NAMESPACE);
        return VERBS.stream()
                .filter(verb -> collected || !verb.equals("deletecollection"))
                .toList();
    }

    private static void subEntry(ObjectNode entry, Kind kind, Sub sub) {
        entry.put("name", kind.plural() + "/" + sub.name())
                .put("singularName", "")
                .put("namespaced", kind.namespaced());
        if (!sub.group().equals(kind.group()) || !sub.version().equals(kind.version())) {
            entry.put("group", sub.group()).put("version", sub.version());
        }
        entry.put("kind", sub.kind());
        sub.verbs().forEach(entry.putArray("verbs")::add);
    }

    private static List<Sub> subs(Resource resource) {
        Kind kind = resource.kind();
        List<Sub> subs = new ArrayList<>();
        if (kind.equals(Kinds.POD)) {
            subs.add(new Sub("eviction", "policy", "v1", "Eviction", List.of("create")));
            subs.add(new Sub("exec", "", "v1", "PodExecOptions", List.of("create", "get")));
            subs.add(new Sub("log", "", "v1", "Pod", List.of("get")));
            subs.add(new Sub("portforward", "", "v1", "PodPortForwardOptions", List.of("create", "get")));
        }
        if (kind.equals(Kinds.NAMESPACE)) {
            subs.add(new Sub("finalize", "", "v1", "Namespace", List.of("update")));
        }
        if (resource.scaling().isPresent()) {
            subs.add(new Sub("scale", "autoscaling", "v1", "Scale", OBJECT_VERBS));
        }
        if (kind.statusSubresource()) {
            int at = resource.isCustom() ? 0 : subs.size();
            subs.add(at, new Sub("status", kind.group(), kind.version(), kind.kind(), OBJECT_VERBS));
        }
        return subs;
    }

    private ApiReply aggregate(List<String> groups) {
        ObjectNode list =
                Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        groups.forEach(group -> aggregateGroup(items.addObject(), group));
        return ApiReply.of(200, AGGREGATED, list).with("vary", List.of("Accept"));
    }

    private void aggregateGroup(ObjectNode item, String group) {
        ObjectNode metadata = item.putObject("metadata");
        if (!group.isEmpty()) {
            metadata.put("name", group);
        }
        ArrayNode versions = item.putArray("versions");
        for (String version : resources.groups().getOrDefault(group, List.of())) {
            ObjectNode entry = versions.addObject().put("version", version);
            ArrayNode served = entry.putArray("resources");
            resources.all().stream()
                    .filter(each -> each.kind().group().equals(group))
                    .filter(each -> each.kind().version().equals(version))
                    .forEach(each -> aggregateResource(served.addObject(), each));
            entry.put("freshness", "Current");
        }
    }

    private static void aggregateResource(ObjectNode entry, Resource resource) {
        Kind kind = resource.kind();
        entry.put("resource", kind.plural());
        boolean custom = resource.isCustom();
        responseKind(entry, custom ? kind.group() : "", custom ? kind.version() : "", kind.kind());
        entry.put("scope", kind.namespaced() ? "Namespaced" : "Cluster").put("singularResource", kind.singular());
        verbs(resource).forEach(entry.putArray("verbs")::add);
        if (!kind.shortNames().isEmpty()) {
            kind.shortNames().forEach(entry.putArray("shortNames")::add);
        }
        if (!resource.categories().isEmpty()) {
            resource.categories().forEach(entry.putArray("categories")::add);
        }
        List<Sub> subs = subs(resource);
        if (!subs.isEmpty()) {
            ArrayNode list = entry.putArray("subresources");
            for (Sub sub : subs) {
                ObjectNode each = list.addObject().put("subresource", sub.name());
                boolean own = !custom && sub.group().equals(kind.group());
                responseKind(each, own ? "" : sub.group(), own ? "" : sub.version(), sub.kind());
                sub.verbs().forEach(each.putArray("verbs")::add);
            }
        }
    }

    /** A built-in kind of the group itself is named without it. */
    private static void responseKind(ObjectNode entry, String group, String version, String kind) {
        entry.putObject("responseKind")
                .put("group", group)
                .put("version", version)
                .put("kind", kind);
    }
}
