package dev.quorate.simulator.engine.etcd;

/** A call that etcd refuses, with its gRPC code and its own words. */
final class EtcdException extends RuntimeException {

    /** gRPC codes with the HTTP status that the gateway makes of them. */
    enum Code {
        INVALID_ARGUMENT(3, 400),
        DEADLINE_EXCEEDED(4, 504),
        NOT_FOUND(5, 404),
        FAILED_PRECONDITION(9, 400),
        UNIMPLEMENTED(12, 501),
        UNAVAILABLE(14, 503);

        private final int number;
        private final int status;

        Code(int number, int status) {
            this.number = number;
            this.status = status;
        }

        int number() {
            return number;
        }

        /** The gateway of 3.4 took a failed precondition for HTTP's. */
        int status(boolean old) {
            return old && this == FAILED_PRECONDITION ? 412 : status;
        }
    }

    private final Code code;
    private final String text;

    EtcdException(Code code, String text) {
        super(text);
        this.code = code;
        this.text = text;
    }

    static EtcdException unavailable(String text) {
        return new EtcdException(Code.UNAVAILABLE, text);
    }

    static EtcdException precondition(String text) {
        return new EtcdException(Code.FAILED_PRECONDITION, text);
    }

    static EtcdException memberNotFound() {
        return new EtcdException(Code.NOT_FOUND, "etcdserver: member not found");
    }

    static EtcdException timeout() {
        return unavailable("etcdserver: request timed out");
    }

    static EtcdException forLearner() {
        return unavailable("etcdserver: rpc not supported for learner");
    }

    Code code() {
        return code;
    }

    String text() {
        return text;
    }

    boolean timedOut() {
        return text.equals("etcdserver: request timed out") || code == Code.DEADLINE_EXCEEDED;
    }
}
