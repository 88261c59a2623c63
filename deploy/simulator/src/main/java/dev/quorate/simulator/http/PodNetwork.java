package dev.quorate.simulator.http;

import java.io.IOException;
import java.net.Socket;

/** The way to a pod's port, for port-forward. */
public interface PodNetwork {

    /** Pods listen on loopback addresses of their own. */
    PodNetwork LOOPBACK = Socket::new;

    Socket connect(String podAddress, int port) throws IOException;
}
