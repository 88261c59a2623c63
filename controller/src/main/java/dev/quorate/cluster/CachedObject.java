package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.AppName;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.Map;
import java.util.Optional;

/** An object in the cache: as a tree while it is looked at, and packed at rest. */
final class CachedObject {

    private static final String METADATA = "metadata";
    private static final String VERSION = "resourceVersion";

    private final Packing packing;
    private final ObjectRef ref;
    private final String uid;
    private final String version;
    private final Optional<AppName> app;
    /** Equal where nothing but the version differs; telling two apart then needs no unpacking. */
    private final int hash;

    private Optional<Manifest> tree;
    private Optional<byte[]> packed = Optional.empty();

    CachedObject(Manifest object, Packing packing) {
        this.packing = packing;
        this.ref = object.ref();
        this.uid = object.uid();
        this.version = object.resourceVersion();
        this.app = KindCache.app(object);
        this.hash = hash(object.tree());
        this.tree = Optional.of(object);
    }

    ObjectRef ref() {
        return ref;
    }

    String uid() {
        return uid;
    }

    String version() {
        return version;
    }

    Optional<AppName> app() {
        return app;
    }

    /** Whether the other is this object with another version: the heartbeat of a node, say, of which nothing is kept. */
    boolean sameButForVersion(CachedObject other) {
        return hash == other.hash && same(manifest().tree(), other.manifest().tree());
    }

    private static int hash(ObjectNode tree) {
        return 31 * hash(tree, METADATA) + hash(tree.path(METADATA), VERSION);
    }

    private static int hash(JsonNode tree, String leftOut) {
        return tree.properties().stream()
                .filter(field -> !field.getKey().equals(leftOut))
                .mapToInt(Map.Entry::hashCode)
                .sum();
    }

    private static boolean same(ObjectNode one, ObjectNode other) {
        return same(one, other, METADATA)
                && same(other, one, METADATA)
                && same(one.path(METADATA), other.path(METADATA), VERSION)
                && same(other.path(METADATA), one.path(METADATA), VERSION);
    }

    /** Whether the other has every field of this one, but for the one that is left out. */
    private static boolean same(JsonNode one, JsonNode other, String leftOut) {
        return one.properties().stream()
                .allMatch(field ->
                        field.getKey().equals(leftOut) || field.getValue().equals(other.get(field.getKey())));
    }

    Manifest manifest() {
        return tree.orElseGet(this::unpacked);
    }

    void unpack() {
        tree = Optional.of(manifest());
    }

    void pack() {
        packed = Optional.of(
                packed.orElseGet(() -> packing.pack(ref.kind(), manifest().tree())));
        tree = Optional.empty();
    }

    private Manifest unpacked() {
        return new Manifest(packing.unpack(ref.kind(), packed.orElseThrow()));
    }
}
