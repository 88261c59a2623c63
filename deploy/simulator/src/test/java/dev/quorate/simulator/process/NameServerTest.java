package dev.quorate.simulator.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NameServerTest {

    private static final int A = 1;
    private static final int AAAA = 28;

    private static Optional<List<String>> addresses(String name) {
        return name.equals("web.default.svc.cluster.local")
                ? Optional.of(List.of("10.231.0.2", "10.231.0.3"))
                : Optional.empty();
    }

    @Test
    void aNameHasItsAddressesInWhateverCase() throws IOException {
        ByteBuffer reply = ask("WEB.default.svc.cluster.local", A);
        assertEquals(0, reply.getShort(2) & 15);
        assertEquals(2, reply.getShort(6));
        byte[] last = new byte[4];
        reply.get(reply.limit() - 4, last);
        assertArrayEquals(new byte[] {10, (byte) 231, 0, 3}, last);
    }

    @Test
    void aNameWithoutAddressesOfThatKindIsKnownAllTheSame() throws IOException {
        ByteBuffer reply = ask("web.default.svc.cluster.local", AAAA);
        assertEquals(0, reply.getShort(2) & 15);
        assertEquals(0, reply.getShort(6));
    }

    @Test
    void anUnknownNameIsSaidToBeUnknown() throws IOException {
        ByteBuffer reply = ask("other.default.svc.cluster.local", A);
        assertEquals(3, reply.getShort(2) & 15);
        assertEquals(0, reply.getShort(6));
    }

    private static ByteBuffer ask(String name, int type) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(4711);
        out.writeShort(0x0100);
        out.writeLong(1L << 48);
        for (String label : name.split("\\.", -1)) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        out.writeShort(type);
        out.writeShort(1);
        ByteBuffer reply =
                ByteBuffer.wrap(NameServer.reply(ByteBuffer.wrap(bytes.toByteArray()), NameServerTest::addresses));
        assertEquals(4711, reply.getShort(0));
        assertEquals(1, reply.getShort(4));
        return reply;
    }
}
