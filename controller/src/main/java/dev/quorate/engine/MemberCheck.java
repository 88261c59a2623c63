package dev.quorate.engine;

import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.Storage;
import java.util.Optional;

/** What every engine that keeps files asks of a spec. */
public final class MemberCheck {

    private MemberCheck() {}

    public static Optional<FieldProblem> storage(String engine, Storage storage) {
        if (storage.volumeMode().filter("Block"::equals).isPresent()) {
            return Optional.of(new FieldProblem(
                    "/spec/storage/volumeMode",
                    "unusable",
                    engine + " keeps files, and a Block volume has no file system",
                    "remove volumeMode"));
        }
        if (storage.accessModes().stream().noneMatch(mode -> mode.startsWith("ReadWrite"))) {
            return Optional.of(new FieldProblem(
                    "/spec/storage/accessModes",
                    "unusable",
                    engine + " writes to its volume, and none of the accessModes lets it",
                    "write accessModes: [ReadWriteOnce]"));
        }
        return Optional.empty();
    }

    public static FieldProblem illegalSize(String message, String remedy) {
        return new FieldProblem("/spec/replicas", "illegal-size", message, remedy);
    }

    public static FieldProblem unknownVersion(String message, String newest) {
        return new FieldProblem("/spec/version", "unknown-version", message, "write version: \"" + newest + "\"");
    }
}
