package dev.quorate.simulator.process;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster's DNS, on the pods' side of this machine: addresses of Services and pods over UDP, and nothing else. */
final class NameServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);
    private static final int PORT = 53;
    private static final int LARGEST = 512;
    private static final int HEADER = 12;
    private static final int NO_SUCH_NAME = 3;
    private static final int ANSWER = 0x8480;
    private static final int RECURSION_WANTED = 0x0100;
    private static final int TYPE_A = 1;
    private static final int CLASS_IN = 1;
    private static final int SECONDS_TO_LIVE = 5;
    private static final int NAME_OF_QUESTION = 0xC00C;

    private final DatagramSocket socket;
    private final Function<String, Optional<List<String>>> names;

    /** @param repeated as it was asked, a byte in each character */
    private record Question(String name, int type, String repeated) {}

    private NameServer(DatagramSocket socket, Function<String, Optional<List<String>>> names) {
        this.socket = socket;
        this.names = names;
    }

    /** @param names the addresses of a full name; absent where there is no such name */
    static NameServer start(String address, Function<String, Optional<List<String>>> names) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), PORT));
        NameServer server = new NameServer(socket, names);
        Thread thread = new Thread(server::serve, "pod-names");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] reply = reply(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), names);
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (SocketException closed) {
                LOG.debug("The pods' name server: {}", closed.getMessage());
            } catch (IOException | RuntimeException e) {
                LOG.warn("A question for a name was not answered", e);
            }
        }
    }

    static byte[] reply(ByteBuffer query, Function<String, Optional<List<String>>> names) throws IOException {
        int id = query.getShort();
        int flags = query.getShort();
        query.position(HEADER);
        Question question = question(query);
        Optional<List<String>> found = names.apply(question.name().toLowerCase(Locale.ROOT));
        List<String> addresses = question.type() == TYPE_A ? found.orElse(List.of()) : List.of();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(ANSWER | (flags & RECURSION_WANTED) | (found.isPresent() ? 0 : NO_SUCH_NAME));
        out.writeShort(1);
        out.writeShort(addresses.size());
        out.writeInt(0);
        out.writeBytes(question.repeated());
        for (String address : addresses) {
            out.writeShort(NAME_OF_QUESTION);
            out.writeShort(TYPE_A);
            out.writeShort(CLASS_IN);
            out.writeInt(SECONDS_TO_LIVE);
            byte[] four = InetAddress.getByName(address).getAddress();
            out.writeShort(four.length);
            out.write(four);
        }
        return bytes.toByteArray();
    }

    private static Question question(ByteBuffer query) {
        int start = query.position();
        StringBuilder name = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = query.getShort();
        query.getShort();
        byte[] bytes = new byte[query.position() - start];
        query.get(start, bytes);
        return new Question(name.toString(), type, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        socket.close();
    }
}
