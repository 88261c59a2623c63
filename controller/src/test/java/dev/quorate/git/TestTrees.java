package dev.quorate.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Trees that git itself would not write. */
final class TestTrees {

    private TestTrees() {}

    /** A tree on the server with an entry named {@code ..}. */
    static String withDotDot(TestRemote remote) throws IOException {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        tree.writeBytes("100644 ..\0".getBytes(StandardCharsets.US_ASCII));
        tree.writeBytes(HexFormat.of().parseHex(remote.git("rev-parse", "HEAD:specs/orders.yaml")));
        Path file = Files.write(remote.bare().resolve("raw-tree"), tree.toByteArray());
        return remote.server("hash-object", "-t", "tree", "-w", "--literally", file.toString());
    }
}
