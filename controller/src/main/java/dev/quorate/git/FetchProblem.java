package dev.quorate.git;

/**
 * Why the repository could not be read. Holds no secret, so it can go to logs, conditions and reports as it is.
 *
 * @param message what happened and where
 * @param remedy how a person mends it
 * @param retry whether it may pass without anybody changing anything
 */
public record FetchProblem(Reason reason, String message, String remedy, boolean retry) {

    /** One word for conditions, spelt as Kubernetes spells its reasons. */
    public enum Reason {
        AUTHENTICATION_FAILED("AuthenticationFailed"),
        HOST_KEY_REJECTED("HostKeyRejected"),
        CERTIFICATE_REJECTED("CertificateRejected"),
        HOST_UNREACHABLE("HostUnreachable"),
        REDIRECTED("Redirected"),
        TIMEOUT("Timeout"),
        REPOSITORY_NOT_FOUND("RepositoryNotFound"),
        EMPTY_REPOSITORY("EmptyRepository"),
        BRANCH_NOT_FOUND("BranchNotFound"),
        PATH_NOT_FOUND("PathNotFound"),
        COMMIT_NOT_FOUND("CommitNotFound"),
        CORRUPT_OBJECTS("CorruptObjects"),
        WORK_DIRECTORY("WorkDirectoryFailed"),
        FAILED("GitOperationFailed");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** Message and remedy as one text for people. */
    public String sentence() {
        return message + " " + remedy;
    }
}
