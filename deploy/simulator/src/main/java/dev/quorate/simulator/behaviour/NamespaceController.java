package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Gives a new namespace what each has, and empties one that is deleted before it goes. */
final class NamespaceController {

    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);

    private final Cluster cluster;
    private final WorkQueue queue;
    private final Set<String> terminating = new HashSet<>();

    NamespaceController(Cluster cluster) {
        this.cluster = cluster;
        this.queue = new WorkQueue(cluster, "namespace", this::sync);
    }

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.NAMESPACE)) {
            boolean gone = change.type() == Change.Type.DELETED;
            if (gone || !Metadata.terminating(change.object())) {
                terminating.remove(change.key().name());
            } else {
                terminating.add(change.key().name());
            }
            if (!gone) {
                queue.add(change.key());
            }
        } else if (change.type() == Change.Type.DELETED
                && terminating.contains(change.key().namespace())) {
            queue.add(new Key(Kinds.NAMESPACE, "", change.key().namespace()));
        }
    }

    private void sync(Key key) {
        Optional<ObjectNode> namespace = cluster.store().get(key);
        if (namespace.filter(Metadata::terminating).isPresent()) {
            empty(key);
        } else if (namespace.isPresent()) {
            furnish(key.name());
        }
    }

    private void furnish(String namespace) {
        create(Kinds.SERVICE_ACCOUNT, object(Kinds.SERVICE_ACCOUNT, namespace, "default"));
        ObjectNode authority = object(Kinds.CONFIG_MAP, namespace, "kube-root-ca.crt");
        authority.putObject("data").put("ca.crt", "");
        create(Kinds.CONFIG_MAP, authority);
    }

    private void create(Kind kind, ObjectNode object) {
        if (cluster.store().get(Metadata.key(kind, object)).isEmpty()) {
            cluster.store().create(kind, object, WRITER);
        }
    }

    private static ObjectNode object(Kind kind, String namespace, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        object.putObject("metadata").put("name", name).put("namespace", namespace);
        return object;
    }

    /** Pods first, and all else when they are gone; whoever looks sees in the conditions what is still there. */
    private void empty(Key key) {
        List<ObjectNode> pods = deleteAll(Kinds.POD, key.name());
        if (!pods.isEmpty()) {
            report(key, NamespaceContent.podsRemain(key.name()));
            return;
        }
        Map<Kind, List<ObjectNode>> left = new TreeMap<>(Comparator.comparing(Kind::plural));
        for (Kind kind : cluster.store().kinds()) {
            List<ObjectNode> objects = kind.namespaced() ? deleteAll(kind, key.name()) : List.of();
            if (!objects.isEmpty()) {
                left.put(kind, objects);
            }
        }
        report(key, NamespaceContent.of(left));
        if (left.isEmpty()) {
            cluster.edit(key, WRITER, copy -> ((ObjectNode) copy.path("spec")).remove("finalizers"));
        }
    }

    /** What of a kind is still there after everything of it was deleted. */
    private List<ObjectNode> deleteAll(Kind kind, String namespace) {
        for (ObjectNode object : cluster.store().list(kind, Optional.of(namespace))) {
            if (!Metadata.terminating(object)) {
                cluster.delete(Metadata.key(kind, object));
            }
        }
        return cluster.store().list(kind, Optional.of(namespace));
    }

    private void report(Key key, NamespaceContent content) {
        cluster.store().get(key).ifPresent(namespace -> {
            ObjectNode status = namespace.path("status").deepCopy();
            status.set("conditions", content.conditions(namespace, cluster.timestamp()));
            cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
        });
    }
}
