package dev.quorate.schema;

/**
 * A problem in a document whose place in the text is not looked up yet.
 *
 * @param atKey whether the key is what is wrong, rather than the value
 */
record Finding(String pointer, boolean atKey, String code, String message, String remedy) {
    static Finding of(FieldProblem problem) {
        return new Finding(problem.pointer(), false, problem.code(), problem.message(), problem.remedy());
    }

    Problem in(String path, Positions positions) {
        Positions.Position place = atKey ? positions.ofKey(pointer) : positions.ofValue(pointer);
        return new Problem(path, place.line(), place.column(), Pointers.field(pointer), code, message, remedy);
    }
}
