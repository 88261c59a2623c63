package dev.quorate.schema;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads a time written in ISO 8601, as Kubernetes and we write it. */
final class InstantDeserializer extends FromStringDeserializer<Instant> {
    @Serial
    private static final long serialVersionUID = 1;

    InstantDeserializer() {
        super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) throws java.io.IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return (Instant) context.handleWeirdStringValue(Instant.class, text, "not a time: %s", e.getMessage());
        }
    }
}
