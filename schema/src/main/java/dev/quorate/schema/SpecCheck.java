package dev.quorate.schema;

import java.util.List;

/**
 * A rule that the schema cannot say, such as the sizes that are legal for an engine. Checks run on apps that the schema
 * accepts; the reader adds file, line and column to what they find.
 */
@FunctionalInterface
public interface SpecCheck {
    SpecCheck NONE = app -> List.of();

    List<FieldProblem> check(StatefulApp app);
}
