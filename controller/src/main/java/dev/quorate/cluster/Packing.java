package dev.quorate.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Trees as compressed JSON, which takes a small part of their memory. Objects of a kind differ in little: each is written down
 * as what it does not share with the first of its kind. One for a whole cache, and guarded by its lock, since what compresses
 * holds memory of its own.
 */
final class Packing {

    private static final JsonMapper JSON = new JsonMapper();

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final Inflater inflater = new Inflater(true);
    private final byte[] piece = new byte[4096];
    /** Never another once something was packed with it. */
    private final Map<Kind, byte[]> samples = new EnumMap<>(Kind.class);

    byte[] pack(Kind kind, ObjectNode tree) {
        try {
            byte[] json = JSON.writeValueAsBytes(tree);
            deflater.reset();
            deflater.setDictionary(samples.computeIfAbsent(kind, first -> json));
            deflater.setInput(json);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(piece.length);
            while (!deflater.finished()) {
                packed.write(piece, 0, deflater.deflate(piece));
            }
            return packed.toByteArray();
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a tree is always JSON", broken);
        }
    }

    /** Of what was packed as this kind. */
    ObjectNode unpack(Kind kind, byte[] packed) {
        try {
            inflater.reset();
            inflater.setDictionary(Objects.requireNonNull(samples.get(kind)));
            inflater.setInput(packed);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(packed.length * 4);
            while (!inflater.finished()) {
                bytes.write(piece, 0, inflater.inflate(piece));
            }
            return (ObjectNode) JSON.readTree(bytes.toByteArray());
        } catch (DataFormatException | IOException broken) {
            throw new IllegalStateException("what was packed as JSON is JSON", broken);
        }
    }
}
