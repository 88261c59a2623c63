package dev.quorate.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Sixty addresses {@code 127.a.b.n} that no other test uses as long as this is open; n is the ordinal and one. */
public final class LoopbackNetwork implements AutoCloseable {

    private static final int GUARD_HOST = 254;
    private static final int GUARD_PORT = 2380;

    private final String prefix;
    private final ServerSocket guard;

    private LoopbackNetwork(String prefix, ServerSocket guard) {
        this.prefix = prefix;
        this.guard = guard;
    }

    public static LoopbackNetwork reserve(RandomGenerator random) {
        IOException last = new IOException("not tried");
        for (int attempt = 0; attempt < 100; attempt++) {
            String prefix = "127." + random.nextInt(64, 250) + "." + random.nextInt(1, 250) + ".";
            try {
                ServerSocket guard = new ServerSocket();
                guard.bind(new InetSocketAddress(InetAddress.getByName(prefix + GUARD_HOST), GUARD_PORT));
                return new LoopbackNetwork(prefix, guard);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IllegalStateException("no loopback network is free", last);
    }

    public String address(int ordinal) {
        return prefix + (ordinal + 1);
    }

    /** Of a pod, whose name ends with its ordinal. */
    public String address(String pod) {
        return address(Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)));
    }

    @Override
    public void close() {
        try {
            guard.close();
        } catch (IOException e) {
            throw new IllegalStateException("the loopback network cannot be given back", e);
        }
    }
}
