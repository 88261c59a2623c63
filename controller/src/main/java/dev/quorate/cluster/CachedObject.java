package dev.quorate.cluster;

import dev.quorate.schema.AppName;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.Optional;

/** An object in the cache: as a tree while it is looked at, and packed at rest. */
final class CachedObject {

    private final Packing packing;
    private final ObjectRef ref;
    private final String uid;
    private final String version;
    private final Optional<AppName> app;
    private Optional<Manifest> tree;
    private Optional<byte[]> packed = Optional.empty();

    CachedObject(Manifest object, Packing packing) {
        this.packing = packing;
        this.ref = object.ref();
        this.uid = object.uid();
        this.version = object.resourceVersion();
        this.app = KindCache.app(object);
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

    Manifest manifest() {
        return tree.orElseGet(this::unpacked);
    }

    void unpack() {
        tree = Optional.of(manifest());
    }

    void pack() {
        packed = Optional.of(packed.orElseGet(() -> packing.pack(manifest().tree())));
        tree = Optional.empty();
    }

    private Manifest unpacked() {
        return new Manifest(packing.unpack(packed.orElseThrow()));
    }
}
