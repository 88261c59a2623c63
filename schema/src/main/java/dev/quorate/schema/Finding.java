package dev.quorate.schema;

import java.util.Optional;

/**
 * A problem in a document, before the path of its file is known.
 *
 * @param atKey whether the key is what is wrong, rather than the value
 * @param position where it stands when the pointer cannot tell, as for the second of two equal keys
 */
record Finding(
        String pointer,
        boolean atKey,
        Optional<Positions.Position> position,
        String code,
        String message,
        String remedy) {
    static Finding ofKey(String pointer, String code, String message, String remedy) {
        return new Finding(pointer, true, Optional.empty(), code, message, remedy);
    }

    static Finding ofValue(String pointer, String code, String message, String remedy) {
        return new Finding(pointer, false, Optional.empty(), code, message, remedy);
    }

    static Finding of(FieldProblem problem) {
        return ofValue(problem.pointer(), problem.code(), problem.message(), problem.remedy());
    }

    Problem in(String path, Positions positions) {
        Positions.Position place =
                position.orElseGet(() -> atKey ? positions.ofKey(pointer) : positions.ofValue(pointer));
        return new Problem(path, place.line(), place.column(), Pointers.field(pointer), code, message, remedy);
    }
}
