package dev.quorate.simulator.api;

import dev.quorate.simulator.store.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads resource paths: {@code /apis/GROUP/VERSION/namespaces/NS/PLURAL/NAME/SUBRESOURCE} and its shorter forms. */
final class Router {

    private final Resources resources;

    Router(Resources resources) {
        this.resources = resources;
    }

    static List<String> segments(String path) {
        List<String> parts = new ArrayList<>();
        for (int start = 0; start < path.length(); ) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end > start) {
                parts.add(path.substring(start, end));
            }
            start = end + 1;
        }
        return parts;
    }

    /**
     * Empty when the path is not below a group that is served.
     *
     * @throws ApiException when the group is served but not that resource
     */
    Optional<Target> route(String path) {
        List<String> parts = segments(path);
        boolean core =
                parts.size() > 2 && parts.get(0).equals("api") && parts.get(1).equals("v1");
        boolean named = parts.size() > 3 && parts.get(0).equals("apis") && resources.hasGroup(parts.get(1));
        if (core) {
            return Optional.of(target("", "v1", withoutWatch(parts.subList(2, parts.size()))));
        }
        if (named) {
            return Optional.of(target(parts.get(1), parts.get(2), withoutWatch(parts.subList(3, parts.size()))));
        }
        return Optional.empty();
    }

    private Target target(String group, String version, List<String> rest) {
        boolean inNamespace = rest.size() > 2
                && rest.get(0).equals("namespaces")
                && (!group.isEmpty() || !isNamespaceSubresource(rest));
        Optional<String> namespace = inNamespace ? Optional.of(rest.get(1)) : Optional.empty();
        List<String> parts = inNamespace ? rest.subList(2, rest.size()) : rest;
        Resource resource = resources.find(group, version, parts.get(0)).orElseThrow(Status::noSuchResource);
        boolean object = parts.size() > 1;
        boolean misplaced = resource.kind().namespaced() ? object && !inNamespace : inNamespace;
        if (misplaced || parts.size() > 3) {
            throw Status.noSuchResource();
        }
        return new Target(
                resource,
                namespace,
                object ? Optional.of(parts.get(1)) : Optional.empty(),
                parts.size() > 2 ? parts.get(2) : "");
    }

    private static boolean isNamespaceSubresource(List<String> rest) {
        return rest.size() == 3 && (rest.get(2).equals("status") || rest.get(2).equals("finalize"));
    }

    /** The old form of watches, {@code /api/v1/watch/...}, names the same things. */
    private static List<String> withoutWatch(List<String> parts) {
        boolean old = parts.size() > 1 && parts.get(0).equals("watch");
        return old ? parts.subList(1, parts.size()) : parts;
    }

    static boolean isOldWatch(String path) {
        return path.contains("/" + Kinds.NAMESPACE.version() + "/watch/");
    }
}
