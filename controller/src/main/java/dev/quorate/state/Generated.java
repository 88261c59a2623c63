package dev.quorate.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * Secrets whose values are made up when they are created and are known to nobody but the pods that mount them. A desired one
 * names its keys in an annotation and holds no value; what is read of a live one holds none either.
 */
public final class Generated {

    /** The keys that get a value, separated by commas. */
    public static final String ANNOTATION = "quorate.dev/generated";

    private Generated() {}

    public static boolean is(Manifest manifest) {
        return manifest.kind() == Kind.SECRET && manifest.annotation(ANNOTATION).isPresent();
    }

    /** With one new value for each key that asks for one. */
    public static Manifest filled(Manifest secret, Supplier<String> values) {
        List<String> keys = List.of(secret.annotation(ANNOTATION).orElse("").split(",", -1));
        return secret.with(tree -> {
            ObjectNode data = tree.withObjectProperty("data");
            keys.forEach(key -> data.put(key, encoded(values.get())));
        });
    }

    public static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** What may be kept, compared and shown of an object: of a Secret nothing but that it is there. */
    public static Manifest withoutValues(Manifest live) {
        return live.kind() == Kind.SECRET && live.tree().has("data") ? live.with(tree -> tree.remove("data")) : live;
    }
}
