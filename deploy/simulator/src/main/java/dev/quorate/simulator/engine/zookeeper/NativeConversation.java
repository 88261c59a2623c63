package dev.quorate.simulator.engine.zookeeper;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Conversation;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * ZooKeeper's own protocol, as far as its client uses it here: words of four letters, and a session that may change the list of
 * members, check, create and read nodes. Each becomes a request to the {@link ClientPort}. A session has no watches, no time
 * limit and no rights: any password is the superuser's.
 */
public final class NativeConversation implements Conversation {

    public static final int CLIENT_PORT = ZooKeeperProgram.CLIENT_PORT;

    private static final Set<String> WORDS = Set.of("srvr", "conf", "ruok");
    private static final int WORD = 4;
    private static final int MOST_BYTES = 1 << 20;
    private static final int PASSWORD_BYTES = 16;

    @Override
    public void hold(Socket client, Function<ProgramRequest, Optional<ProgramReply>> pod) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        byte[] first = in.readNBytes(WORD);
        if (first.length < WORD) {
            return;
        }
        String word = new String(first, StandardCharsets.US_ASCII);
        if (WORDS.contains(word)) {
            out.write(said(word, pod).getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (said("srvr", pod).contains("Mode: ")) {
            connect(frame(in, ByteBuffer.wrap(first).getInt()), out);
            Session session = new Session(pod, out);
            while (session.answer(frame(in, in.readInt()))) {
                out.flush();
            }
        }
    }

    private static String said(String word, Function<ProgramRequest, Optional<ProgramReply>> pod) {
        if (word.equals("ruok")) {
            return "imok";
        }
        return pod.apply(ProgramRequest.get(CLIENT_PORT, "/" + word))
                .map(ProgramReply::body)
                .orElse("");
    }

    private static ByteBuffer frame(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static void connect(ByteBuffer request, DataOutputStream out) throws IOException {
        int version = request.getInt();
        request.getLong(); // the newest transaction that the client has seen
        int timeout = request.getInt();
        ByteBuffer answer = ByteBuffer.allocate(MOST_BYTES)
                .putInt(version)
                .putInt(timeout)
                .putLong(1)
                .putInt(PASSWORD_BYTES)
                .put(new byte[PASSWORD_BYTES])
                .put((byte) 0);
        Session.send(out, answer.flip());
    }

    /** One session after it was opened. */
    private record Session(Function<ProgramRequest, Optional<ProgramReply>> pod, DataOutputStream out) {

        private static final int CREATE = 1;
        private static final int GET_DATA = 4;
        private static final int SYNC = 9;
        private static final int PING = 11;
        private static final int MULTI = 14;
        private static final int CHECK = 13;
        private static final int RECONFIG = 16;
        private static final int AUTH = 100;
        private static final int CLOSE = -11;

        private static final int STAT = 68;

        static void send(DataOutputStream out, ByteBuffer frame) throws IOException {
            out.writeInt(frame.remaining());
            out.write(frame.array(), frame.position(), frame.remaining());
            out.flush();
        }

        /** Whether the session goes on: without a leader nobody is served, and the client is left. */
        boolean answer(ByteBuffer request) throws IOException {
            int xid = request.getInt();
            int type = request.getInt();
            Optional<ProgramReply> reply = perform(type, request.slice());
            if (reply.filter(answer -> answer.status() < 500).isEmpty()) {
                return false;
            }
            int error = error(reply.get());
            ByteBuffer answer = ByteBuffer.allocate(MOST_BYTES).putInt(xid).putLong(1).putInt(error);
            if (error == 0) {
                result(type, request.slice(), reply.get().body(), answer);
            }
            send(out, answer.flip());
            return type != CLOSE;
        }

        private Optional<ProgramReply> perform(int type, ByteBuffer request) {
            return switch (type) {
                case PING, AUTH, CLOSE, SYNC -> Optional.of(ProgramReply.text(200, ""));
                case RECONFIG -> reconfigure(request);
                case MULTI -> pod.apply(ProgramRequest.post(CLIENT_PORT, "/touch", ""));
                case CREATE -> pod.apply(ProgramRequest.post(CLIENT_PORT, "/nodes" + text(request), text(request)));
                case GET_DATA -> pod.apply(ProgramRequest.get(CLIENT_PORT, "/nodes" + text(request)));
                default -> Optional.empty();
            };
        }

        private Optional<ProgramReply> reconfigure(ByteBuffer request) {
            String joining = text(request);
            String leaving = text(request);
            text(request); // a whole list in place of the old one, which nobody here asks for
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("from", request.getLong());
            if (joining.isEmpty()) {
                body.put("id", leaving);
            } else {
                body.put("line", joining);
            }
            return pod.apply(ProgramRequest.post(CLIENT_PORT, joining.isEmpty() ? "/remove" : "/add", body.toString()));
        }

        private static void result(int type, ByteBuffer request, String body, ByteBuffer answer) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            switch (type) {
                case CREATE, SYNC -> {
                    byte[] path = text(request).getBytes(StandardCharsets.UTF_8);
                    answer.putInt(path.length).put(path);
                }
                case GET_DATA, RECONFIG -> answer.putInt(bytes.length).put(bytes).put(new byte[STAT]);
                case MULTI ->
                    answer.putInt(CHECK).put((byte) 0).putInt(0).putInt(-1).put((byte) 1).putInt(-1);
                default -> {}
            }
        }

        private static int error(ProgramReply reply) {
            if (reply.status() == 404) {
                return -101;
            }
            return switch (reply.status() == 409 ? reply.body() : "") {
                case "" -> 0;
                case "BADVERSION" -> -103;
                case "NEWCONFIGNOQUORUM" -> -13;
                default -> -8; // BADARGUMENTS
            };
        }

        private static String text(ByteBuffer from) {
            int length = from.getInt();
            if (length <= 0) {
                return "";
            }
            byte[] bytes = new byte[length];
            from.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
