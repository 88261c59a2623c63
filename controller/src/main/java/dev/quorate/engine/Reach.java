package dev.quorate.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The way to a member's port: the pod network inside the cluster, a port-forward from outside. */
public interface Reach {

    /** One HTTP exchange. An answer of any status is a reply; everything else is a {@link NoReply}. */
    Reply http(Target target, Call call) throws NoReply;

    /**
     * Where a client of the engine's own protocol connects to: the pod itself, or a port of this machine that leads to it. It is
     * asked for anew before each connection, and a connection that it is used for ends within a minute.
     */
    default Address dial(Target target) throws NoReply {
        throw new NoReply(target + ": only HTTP goes this way", false);
    }

    /** One value of a Secret. It is asked for anew each time, and kept by nobody. */
    default String secret(String namespace, String name, String key) throws NoReply {
        throw new NoReply("Secret " + namespace + "/" + name + ": no Secret can be read this way", false);
    }

    /** Runs one command in a container of a pod. That it ended, however it did, is a reply; everything else is a {@link NoReply}. */
    default Exit exec(Target target, Command command) throws NoReply {
        throw new NoReply(target + ": no command can be run this way", false);
    }

    record Address(String host, int port) {}

    record Target(String namespace, String pod, Optional<String> ip, int port) {
        @Override
        public String toString() {
            return namespace + "/" + pod + ":" + port;
        }
    }

    /** @param login who asks, where the member wants to know */
    record Call(String method, String path, Optional<String> body, Duration timeout, Optional<Login> login) {
        public Call(String method, String path, Optional<String> body, Duration timeout) {
            this(method, path, body, timeout, Optional.empty());
        }

        public Call as(Login user) {
            return new Call(method, path, body, timeout, Optional.of(user));
        }

        public static Call get(String path, Duration timeout) {
            return new Call("GET", path, Optional.empty(), timeout);
        }

        public static Call post(String path, String body, Duration timeout) {
            return new Call("POST", path, Optional.of(body), timeout);
        }
    }

    record Reply(int status, String body) {}

    /** A name and a password that never show. */
    record Login(String name, String password) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** @param words the program and its arguments; no shell reads them */
    record Command(String container, List<String> words, Duration timeout) {
        public Command {
            words = List.copyOf(words);
        }
    }

    record Exit(int code, String out, String err) {}

    /** No answer came. */
    final class NoReply extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean mayHaveArrived;

        public NoReply(String message, boolean mayHaveArrived) {
            super(message);
            this.mayHaveArrived = mayHaveArrived;
        }

        /** Whether the call may have taken effect: only looking again tells. */
        public boolean mayHaveArrived() {
            return mayHaveArrived;
        }
    }
}
