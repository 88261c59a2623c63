package dev.quorate.cluster;

import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;

/** Where the API serves things. */
final class Paths {

    private Paths() {}

    static String all(Kind kind) {
        return kind.apiPath() + "/" + kind.plural();
    }

    static String collection(Kind kind, String namespace) {
        return kind.namespaced() ? kind.apiPath() + "/namespaces/" + namespace + "/" + kind.plural() : all(kind);
    }

    static String object(ObjectRef ref) {
        return collection(ref.kind(), ref.namespace()) + "/" + ref.name();
    }
}
