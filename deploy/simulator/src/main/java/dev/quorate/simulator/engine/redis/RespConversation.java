package dev.quorate.simulator.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.simulator.Conversation;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The protocol of Redis and of its sentinels, in its second version: a command is an array of texts, and becomes a request to the
 * program, whose JSON becomes the answer. Any password is the right one.
 *
 * @param port that it is spoken on
 * @param idle after which who says nothing is cut off; zero for never
 */
public record RespConversation(int port, Duration idle) implements Conversation {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_WORDS = 1 << 20;
    private static final int MOST_BYTES = 1 << 20;
    private static final String END = "\r\n";

    public static RespConversation redis() {
        return new RespConversation(RedisProgram.PORT, Duration.ZERO);
    }

    public static RespConversation sentinel() {
        return new RespConversation(SentinelProgram.PORT, SentinelProgram.IDLE);
    }

    @Override
    public void hold(Socket client, Function<ProgramRequest, Optional<ProgramReply>> pod) throws IOException {
        client.setSoTimeout((int) idle.toMillis());
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        OutputStream out = client.getOutputStream();
        while (true) {
            String request = JSON.writeValueAsString(command(in));
            Optional<ProgramReply> reply =
                    pod.apply(ProgramRequest.post(port, "/", request)).filter(ProgramReply::successful);
            if (reply.isEmpty()) {
                return;
            }
            StringBuilder answer = new StringBuilder();
            write(JSON.readTree(reply.get().body()), answer);
            out.write(answer.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static List<String> command(DataInputStream in) throws IOException {
        int count = number('*', in, MOST_WORDS);
        List<String> words = new ArrayList<>();
        for (int word = 0; word < count; word++) {
            byte[] bytes = new byte[number('$', in, MOST_BYTES)];
            in.readFully(bytes);
            words.add(new String(bytes, StandardCharsets.UTF_8));
            in.skipNBytes(END.length());
        }
        return words;
    }

    private static int number(char kind, DataInputStream in, int most) throws IOException {
        String line = line(in);
        if (line.isEmpty() || line.charAt(0) != kind || !line.substring(1).matches("[0-9]{1,9}")) {
            throw new IOException("a command of Redis does not go on with '" + line + "'");
        }
        int number = Integer.parseInt(line.substring(1));
        if (number > most) {
            throw new IOException("a command of Redis with a " + kind + " of " + number);
        }
        return number;
    }

    private static String line(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0 || line.size() > MOST_BYTES) {
                throw new EOFException("the client has left");
            }
            line.write(next);
        }
        in.skipNBytes(1);
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode answer, StringBuilder to) {
        if (answer.isArray()) {
            to.append('*').append(answer.size()).append(END);
            answer.forEach(item -> write(item, to));
        } else if (answer.isObject()) {
            boolean error = answer.has("error");
            to.append(error ? '-' : '+')
                    .append(answer.path(error ? "error" : "status").asText())
                    .append(END);
        } else if (answer.isNumber()) {
            to.append(':').append(answer.asLong()).append(END);
        } else if (answer.isTextual()) {
            int length = answer.asText().getBytes(StandardCharsets.UTF_8).length;
            to.append('$').append(length).append(END).append(answer.asText()).append(END);
        } else {
            to.append("$-1").append(END);
        }
    }
}
