package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The open watches; a change costs only the watches of its kind. */
final class Watches {

    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    /** A watch with what it looks for. */
    private record Open(
            Watch watch,
            Resource resource,
            Optional<String> namespace,
            ListOptions options,
            long after,
            Function<ObjectNode, ObjectNode> form,
            Newest newest) {

        void offer(Change change) {
            if (change.version() > after
                    && namespace.map(change.key().namespace()::equals).orElse(true)) {
                boolean selected = options.selects(change.object());
                boolean was = change.before().map(options::selects).orElse(false);
                switch (change.type()) {
                    case ADDED -> addIf(selected, "ADDED", change.object());
                    case DELETED -> addIf(was, "DELETED", change.object());
                    case MODIFIED -> modified(change, selected, was);
                }
            }
        }

        private void modified(Change change, boolean selected, boolean was) {
            if (selected) {
                add(was ? "MODIFIED" : "ADDED", change.object());
            } else if (was) {
                add("DELETED", withVersion(change.before().orElseThrow(), change.version()));
            }
        }

        private void addIf(boolean wanted, String type, ObjectNode object) {
            if (wanted) {
                add(type, object);
            }
        }

        void add(String type, ObjectNode object) {
            watch.add(newest.event(type, form.apply(object)));
        }

        /** The last state that matched, with the version of the change that made it match no more. */
        private static ObjectNode withVersion(ObjectNode object, long version) {
            ObjectNode copy = Metadata.withOwnMetadata(object);
            copy.withObject("/metadata").put("resourceVersion", Long.toString(version));
            return copy;
        }
    }

    /** The event that was told last: the watches of one change ask for it one after the other. */
    private static final class Newest {
        private WatchEvent event = new WatchEvent("", Json.object());

        /** The same tree, not an equal one, is what makes it the same event. */
        @SuppressWarnings("ReferenceEquality")
        WatchEvent event(String type, ObjectNode object) {
            if (event.object() != object || !event.type().equals(type)) {
                event = new WatchEvent(type, object);
            }
            return event;
        }
    }

    private final Store store;
    private final Newest newest = new Newest();
    private final Map<Kind, Set<Open>> open = new HashMap<>();

    Watches(Store store) {
        this.store = store;
        store.subscribe(change ->
                List.copyOf(open.getOrDefault(change.key().kind(), Set.of())).forEach(each -> each.offer(change)));
    }

    /** @param form how objects are shown: as they are, as table rows, or only their metadata */
    Watch open(Target target, ApiRequest request, Function<ObjectNode, ObjectNode> form) {
        Kind kind = target.resource().kind();
        ListOptions options = ListOptions.of(request, kind);
        Open[] self = new Open[1];
        Watch watch = new Watch(() -> open.computeIfPresent(kind, (any, watches) -> {
            watches.remove(self[0]);
            return watches;
        }));
        boolean initial = request.flag("sendInitialEvents");
        boolean snapshot =
                initial || options.version().isEmpty() || options.version().equals("0");
        boolean silent = request.parameter("sendInitialEvents").isPresent() && !initial && snapshot;
        long after = snapshot ? store.version() : Long.parseLong(options.version());
        Open opened = new Open(watch, target.resource(), target.namespace(), options, after, form, newest);
        self[0] = opened;
        if (request.flag("allowWatchBookmarks")) {
            watch.bookmarks(() -> bookmark(opened, false));
        }
        if (snapshot) {
            start(opened, initial && request.flag("allowWatchBookmarks"), silent);
        } else {
            replay(opened);
        }
        if (!watch.hasEnded()) {
            open.computeIfAbsent(kind, any -> new LinkedHashSet<>()).add(opened);
        }
        return watch;
    }

    /** Ends every stream, as a restarting server does. */
    void endAll() {
        open.values().stream().flatMap(Set::stream).map(Open::watch).toList().forEach(Watch::end);
    }

    void bookmarkAll() {
        open.values().stream().flatMap(Set::stream).map(Open::watch).forEach(Watch::bookmark);
    }

    private void start(Open opened, boolean marked, boolean silent) {
        if (!silent) {
            for (ObjectNode object : store.list(opened.resource().kind(), opened.namespace())) {
                if (opened.options().selects(object)) {
                    opened.add("ADDED", object);
                }
            }
        }
        if (marked) {
            bookmark(opened, true);
        }
    }

    private void replay(Open opened) {
        Optional<List<Change>> since = store.changesAfter(opened.after());
        if (since.isEmpty()) {
            ApiException gone =
                    Status.expired("too old resource version: " + opened.after() + " (" + store.version() + ")");
            opened.watch().add(new WatchEvent("ERROR", gone.status()));
            opened.watch().end();
            return;
        }
        for (Change change : since.get()) {
            if (change.key().kind().equals(opened.resource().kind())) {
                opened.offer(change);
            }
        }
    }

    private void bookmark(Open opened, boolean initialEventsEnd) {
        Kind kind = opened.resource().kind();
        ObjectNode object = Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        ObjectNode metadata = object.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        if (initialEventsEnd) {
            metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
        }
        opened.watch().add(new WatchEvent("BOOKMARK", object));
    }
}
