package dev.quorate.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * A part of the loopback network that one simulator has to itself, on this machine, until it is closed: held by a socket
 * that no other simulator can bind.
 */
final class AddressBlock implements AutoCloseable {

    private static final int FIRST = 64;
    private static final int LAST = 254;
    private static final int HELD_PORT = 2380;

    private final String prefix;
    private final ServerSocket held;

    private AddressBlock(String prefix, ServerSocket held) {
        this.prefix = prefix;
        this.held = held;
    }

    static AddressBlock take() {
        for (int second = FIRST; second <= LAST; second++) {
            Optional<ServerSocket> socket = bind("127." + second + ".255.254");
            if (socket.isPresent()) {
                return new AddressBlock("127." + second, socket.get());
            }
        }
        throw new IllegalStateException("All parts of the loopback network from 127." + FIRST + " to 127." + LAST
                + " are taken; close simulators that are no longer needed");
    }

    private static Optional<ServerSocket> bind(String address) {
        try {
            ServerSocket socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), HELD_PORT));
                return Optional.of(socket);
            } catch (IOException taken) {
                socket.close();
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open a socket on the loopback network", e);
        }
    }

    /** The first two numbers of its addresses. */
    String prefix() {
        return prefix;
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot give back " + prefix, e);
        }
    }
}
