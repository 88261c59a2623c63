package dev.quorate.simulator.api.fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An applied field belongs to somebody else, with another value. */
public final class ConflictException extends RuntimeException {

    /** One field of one owner; {@code message} says who. */
    public record Cause(String message, String field) {}

    private final String message;
    private final List<Cause> causes;

    private ConflictException(String message, List<Cause> causes) {
        super(message);
        this.message = message;
        this.causes = List.copyOf(causes);
    }

    static ConflictException of(Map<Owner, FieldSet> conflicts) {
        Map<Owner, FieldSet> ordered = new TreeMap<>(Owner.ORDER);
        ordered.putAll(conflicts);
        List<Cause> causes = new ArrayList<>();
        StringBuilder grouped = new StringBuilder();
        ordered.forEach((owner, fields) -> {
            grouped.append(grouped.isEmpty() ? "" : "\n")
                    .append("conflicts with ")
                    .append(owner.printed())
                    .append(":");
            fields.forEachPath((path, any) -> {
                causes.add(new Cause("conflict with " + owner.printed(), path));
                grouped.append("\n- ").append(path);
            });
        });
        String what = causes.size() == 1
                ? " conflict: " + causes.get(0).message() + ": " + causes.get(0).field()
                : " conflicts: " + grouped;
        return new ConflictException("Apply failed with " + causes.size() + what, causes);
    }

    @Override
    public String getMessage() {
        return message;
    }

    public List<Cause> causes() {
        return causes;
    }
}
