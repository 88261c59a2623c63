package dev.quorate.cluster;

/** The wire to an API server, and nothing more: a simulation puts the server itself behind it. */
public interface ApiTransport {

    /** An answer of any status is a reply; everything else is a {@link NoAnswer}. */
    ApiReply send(ApiRequest request) throws NoAnswer;

    /** The API server did not answer. */
    final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean mayHaveArrived;

        public NoAnswer(String message, boolean mayHaveArrived) {
            super(message);
            this.mayHaveArrived = mayHaveArrived;
        }

        /** False only when the request certainly never left, so that repeating it is harmless. */
        public boolean mayHaveArrived() {
            return mayHaveArrived;
        }
    }
}
