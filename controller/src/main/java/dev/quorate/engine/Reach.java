package dev.quorate.engine;

import java.time.Duration;
import java.util.Optional;

/** The way to a member's port: the pod network inside the cluster, a port-forward from outside. */
public interface Reach {

    /** One HTTP exchange. An answer of any status is a reply; everything else is a {@link NoReply}. */
    Reply http(Target target, Call call) throws NoReply;

    record Target(String namespace, String pod, Optional<String> ip, int port) {
        @Override
        public String toString() {
            return namespace + "/" + pod + ":" + port;
        }
    }

    record Call(String method, String path, Optional<String> body, Duration timeout) {
        public static Call get(String path, Duration timeout) {
            return new Call("GET", path, Optional.empty(), timeout);
        }

        public static Call post(String path, String body, Duration timeout) {
            return new Call("POST", path, Optional.of(body), timeout);
        }
    }

    record Reply(int status, String body) {}

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
