package dev.quorate.schema;

/**
 * A problem before the file is known.
 *
 * @param pointer JSON pointer to the value in the document, such as {@code /spec/replicas}; when the document has no such
 *     value the nearest one around it is shown
 */
public record FieldProblem(String pointer, String code, String message, String remedy) {

    /** The same problem of another place. */
    public FieldProblem at(String other) {
        return new FieldProblem(other, code, message, remedy);
    }
}
