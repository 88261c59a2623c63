package dev.quorate.schema;

import java.util.List;

/** The files that could not be used at a commit; empty when all could. */
public record ProblemReport(String commit, List<Problem> problems) {
    public static final String KIND = "ProblemReport";

    public ProblemReport {
        problems = problems.stream().sorted(Problem.ORDER).toList();
    }
}
