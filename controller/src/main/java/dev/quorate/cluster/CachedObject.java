package dev.quorate.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.AppName;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.io.IOException;
import java.util.Optional;

/** An object in the cache: as a tree while it is looked at, and at rest as its bytes, which take a tenth of the memory. */
final class CachedObject {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectRef ref;
    private final String uid;
    private final String version;
    private final Optional<AppName> app;
    private Optional<Manifest> tree;
    private Optional<byte[]> packed = Optional.empty();

    CachedObject(Manifest object) {
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
        packed = Optional.of(packed.orElseGet(() -> bytes(manifest())));
        tree = Optional.empty();
    }

    private Manifest unpacked() {
        try {
            return new Manifest((ObjectNode) JSON.readTree(packed.orElseThrow()));
        } catch (IOException broken) {
            throw new IllegalStateException("what was written as JSON is JSON", broken);
        }
    }

    private static byte[] bytes(Manifest object) {
        try {
            return JSON.writeValueAsBytes(object.tree());
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a tree is always JSON", broken);
        }
    }
}
