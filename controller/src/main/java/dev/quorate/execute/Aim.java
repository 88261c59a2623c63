package dev.quorate.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.Optional;

/**
 * The one object that a destructive call may be on its way to. It is written down with the fence, before the call; whoever takes
 * over changes that object's version, on which the call is tested.
 */
public record Aim(ObjectRef ref, String uid) {

    private static final String PLACE = "aim";

    /** Of the call that was begun last and has not been seen to end. */
    public static Optional<Aim> of(Manifest mirror) {
        JsonNode aim = mirror.at("/status/fence/" + PLACE);
        if (!aim.isObject()) {
            return Optional.empty();
        }
        Kind kind = Kind.of(aim.path("apiVersion").asText(), aim.path("kind").asText());
        ObjectRef ref =
                new ObjectRef(kind, mirror.ref().namespace(), aim.path("name").asText());
        return Optional.of(new Aim(ref, aim.path("uid").asText()));
    }

    void writeTo(ObjectNode fence) {
        fence.putObject(PLACE)
                .put("apiVersion", ref.kind().apiVersion())
                .put("kind", ref.kind().title())
                .put("name", ref.name())
                .put("uid", uid);
    }

    /** When the call of this term has its answer; what another leader writes down is none of this one's business. */
    public static Manifest without(Manifest mirror, String term) {
        boolean own = mirror.at("/status/fence/term").asText().equals(term);
        return own && of(mirror).isPresent()
                ? mirror.with(tree -> tree.withObject("/status/fence").remove(PLACE))
                : mirror;
    }
}
