package dev.quorate.simulator.api;

import dev.quorate.simulator.store.Key;
import java.util.Optional;

/**
 * What a path points to.
 *
 * @param namespace absent for objects of the whole cluster and for lists over all namespaces
 * @param name absent for collections
 * @param subresource empty for the object itself
 */
record Target(Resource resource, Optional<String> namespace, Optional<String> name, String subresource) {

    Key key() {
        return new Key(resource.kind(), namespace.orElse(""), name.orElseThrow());
    }
}
