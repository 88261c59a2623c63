package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** GET of collections: selectors, pages, and what was there at an earlier version. */
final class Lists {

    private static final String TOO_OLD_TOKEN =
            "The provided continue parameter is too old to display a consistent list"
                    + " result. You can start a new list without the continue parameter, or use the continue token in this response"
                    + " to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list"
                    + " - objects that were created, modified, or deleted between the time the first chunk was returned and now may"
                    + " show up in the list.";

    private final Store store;

    Lists(Store store) {
        this.store = store;
    }

    ObjectNode list(Target target, ApiRequest request) {
        ListOptions options = ListOptions.of(request, target.resource().kind());
        checkNotInTheFuture(store, options.version());
        long version = version(options);
        List<ObjectNode> all = at(target, version, options);
        long limit = limit(options);
        ArrayNode items = Json.NODES.arrayNode();
        ObjectNode last = Json.object();
        int seen = 0;
        boolean more = false;
        for (ObjectNode object : all) {
            if (limit > 0 && items.size() == limit) {
                more = true;
                break;
            }
            if (options.selects(object)) {
                items.add(object);
                last = object;
            }
            seen++;
        }
        return assemble(
                target.resource(),
                items,
                version,
                more ? Optional.of(last) : Optional.empty(),
                remaining(options, all.size() - seen));
    }

    static void checkNotInTheFuture(Store store, String asked) {
        if (!asked.isEmpty() && Long.parseLong(asked) > store.version()) {
            throw Status.tooLargeVersion(asked, store.version());
        }
    }

    private static Optional<Integer> remaining(ListOptions options, int rest) {
        return options.selectsEverything() ? Optional.of(rest) : Optional.empty();
    }

    private static long limit(ListOptions options) {
        return options.version().equals("0") ? 0 : options.limit().orElse(0);
    }

    private long version(ListOptions options) {
        if (options.position().isPresent()) {
            long version = options.position().get().version();
            return version < 0 ? store.version() : version;
        }
        return options.match().equals("Exact") ? Long.parseLong(options.version()) : store.version();
    }

    private List<ObjectNode> at(Target target, long version, ListOptions options) {
        Kind kind = target.resource().kind();
        List<ObjectNode> objects = version == store.version()
                ? store.list(kind, target.namespace())
                : earlier(kind, target.namespace(), version, options);
        return options.position()
                .map(position -> objects.stream()
                        .filter(object -> order(object).compareTo(position.after()) > 0)
                        .toList())
                .orElse(objects);
    }

    /** Undoes the changes since that version. */
    private List<ObjectNode> earlier(Kind kind, Optional<String> namespace, long version, ListOptions options) {
        List<Change> since = store.changesAfter(version).orElseThrow(() -> tooOld(options));
        TreeMap<String, ObjectNode> objects = new TreeMap<>();
        store.list(kind, namespace).forEach(object -> objects.put(order(object), object));
        for (int i = since.size() - 1; i >= 0; i--) {
            Change change = since.get(i);
            Key key = change.key();
            boolean concerned = key.kind().equals(kind)
                    && namespace.map(key.namespace()::equals).orElse(true);
            if (concerned) {
                String at = order(change.object());
                change.before().ifPresentOrElse(before -> objects.put(at, before), () -> objects.remove(at));
            }
        }
        return new ArrayList<>(objects.values());
    }

    private static ApiException tooOld(ListOptions options) {
        return options.position()
                .map(position ->
                        Status.expiredContinue(TOO_OLD_TOKEN, new ListOptions.Position(-1, position.after()).token()))
                .orElseGet(() -> Status.expired("The resourceVersion for the provided list is too old."));
    }

    /** The key by which lists are ordered and pages go on; its middle sorts before what names hold. */
    private static String order(ObjectNode object) {
        return Metadata.namespace(object) + "\u0001" + Metadata.name(object);
    }

    private static ObjectNode assemble(
            Resource resource, ArrayNode items, long version, Optional<ObjectNode> last, Optional<Integer> remaining) {
        ObjectNode list = Json.object()
                .put("kind", resource.listKind())
                .put("apiVersion", resource.kind().apiVersion());
        ObjectNode metadata = list.putObject("metadata").put("resourceVersion", Long.toString(version));
        if (resource.isCustom()) {
            metadata.put("continue", "");
        }
        last.ifPresent(object -> {
            metadata.put("continue", new ListOptions.Position(version, order(object)).token());
            remaining.ifPresent(count -> metadata.put("remainingItemCount", count));
        });
        list.set("items", items);
        return list;
    }
}
