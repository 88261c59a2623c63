package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which pods use which claim. */
final class ClaimUsers {

    private final Map<Key, Set<String>> users = new HashMap<>();

    void accept(Change change) {
        if (!change.key().kind().equals(Kinds.POD)) {
            return;
        }
        if (change.type() == Change.Type.ADDED) {
            for (Key claim : claims(change.object())) {
                users.computeIfAbsent(claim, any -> new TreeSet<>())
                        .add(change.key().name());
            }
        } else if (change.type() == Change.Type.DELETED) {
            for (Key claim : claims(change.object())) {
                users.computeIfPresent(claim, (any, pods) -> {
                    pods.remove(change.key().name());
                    return pods.isEmpty() ? null : pods;
                });
            }
        }
    }

    /** The pods that use this claim. */
    List<Key> of(Key claim) {
        return users.getOrDefault(claim, Set.of()).stream()
                .map(name -> new Key(Kinds.POD, claim.namespace(), name))
                .toList();
    }

    static List<Key> claims(ObjectNode pod) {
        List<Key> claims = new ArrayList<>();
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            String name = volume.path("persistentVolumeClaim").path("claimName").asText();
            if (!name.isEmpty()) {
                claims.add(new Key(Kinds.CLAIM, Metadata.namespace(pod), name));
            }
        }
        return claims;
    }
}
