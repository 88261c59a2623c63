package dev.quorate.schema;

import java.util.Comparator;

/**
 * One thing that is wrong in a file: where, what, and how to mend it.
 *
 * @param line first line is 1; 0 when the problem is the file as a whole
 * @param column first column is 1, counted in characters; 0 when the problem is the file as a whole
 * @param field where in the document, as {@code spec.storage.size} or {@code spec.statefulset.ports[0].name}; empty for
 *     the file as a whole
 * @param code a short stable name of the kind of problem, such as {@code unknown-field}
 */
public record Problem(String path, int line, int column, String field, String code, String message, String remedy) {
    /** In reading order: by file, then by place. */
    public static final Comparator<Problem> ORDER = Comparator.comparing(Problem::path)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::field)
            .thenComparing(Problem::message);

    /** As compilers print it: {@code apps/web/app.yaml:7:3: spec.replicas: message; remedy}. */
    @Override
    public String toString() {
        String place = line == 0 ? path : path + ":" + line + ":" + column;
        return place + ": " + (field.isEmpty() ? "" : field + ": ") + message + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
