package dev.quorate.git;

/** How a push of reports ended. */
public sealed interface Push {

    /** The commit is on the remote. */
    record Pushed(String commit) implements Push {}

    /** The branch holds these files already. */
    record NothingToDo() implements Push {}

    /** The remote was reached and said no; the reports stay with the caller. */
    record Rejected(Reason reason, String message, String remedy) implements Push {}

    /** The remote was not reached, or not long enough to know. Pushing the same files again is safe. */
    record Unreachable(FetchProblem problem) implements Push {}

    /** Why a remote said no. */
    enum Reason {
        /** A rule of the server (protected branch, hook) refuses this commit. */
        PROTECTED("Protected"),
        /** The credentials may read but not write. */
        READ_ONLY("ReadOnly"),
        /** Other writers were faster each time. */
        DIVERGED("Diverged");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }
}
