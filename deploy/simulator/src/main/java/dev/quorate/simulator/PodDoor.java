package dev.quorate.simulator;

import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port of a pod behind which another protocol than HTTP is spoken. All its connections end with it. */
final class PodDoor implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PodDoor.class);

    private final ServerSocket door;
    private final Conversation conversation;
    private final Function<ProgramRequest, Optional<ProgramReply>> pod;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private PodDoor(
            ServerSocket door, Conversation conversation, Function<ProgramRequest, Optional<ProgramReply>> pod) {
        this.door = door;
        this.conversation = conversation;
        this.pod = pod;
    }

    static PodDoor open(
            String address,
            int port,
            Conversation conversation,
            Function<ProgramRequest, Optional<ProgramReply>> pod,
            ExecutorService threads)
            throws IOException {
        ServerSocket door = new ServerSocket();
        door.setReuseAddress(true);
        door.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        PodDoor opened = new PodDoor(door, conversation, pod);
        threads.execute(() -> opened.welcome(threads));
        return opened;
    }

    private void welcome(ExecutorService threads) {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                clients.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException e) {
                LOG.debug("A pod's port is closed", e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            conversation.hold(client, pod);
        } catch (IOException e) {
            LOG.debug("A client of a simulated pod is gone", e);
        } finally {
            clients.remove(client);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
