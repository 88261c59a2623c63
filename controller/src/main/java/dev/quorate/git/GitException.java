package dev.quorate.git;

/** A repository that could not be read. Has no cause on purpose: the transport's own exceptions can quote credentials. */
public final class GitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient FetchProblem problem;

    public GitException(FetchProblem problem) {
        super(problem.sentence());
        this.problem = problem;
    }

    public FetchProblem problem() {
        return problem;
    }
}
