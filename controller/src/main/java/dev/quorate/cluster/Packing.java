package dev.quorate.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Trees as compressed JSON, which takes a twentieth of their memory. One for a whole cache, and guarded by its lock, since what
 * compresses holds memory of its own.
 */
final class Packing {

    private static final JsonMapper JSON = new JsonMapper();

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final Inflater inflater = new Inflater(true);
    private final byte[] piece = new byte[4096];

    byte[] pack(ObjectNode tree) {
        try {
            deflater.reset();
            deflater.setInput(JSON.writeValueAsBytes(tree));
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

    ObjectNode unpack(byte[] packed) {
        try {
            inflater.reset();
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
