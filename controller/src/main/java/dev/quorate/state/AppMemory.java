package dev.quorate.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must outlive the controller's process about one app. It is kept in the status of the app's mirror and written by
 * compare-and-set; admissions and the mark are repeated on the start ConfigMap, so that losing the mirror loses nothing.
 *
 * @param version the mirror's resourceVersion this was read at; empty when there is no mirror yet
 * @param operations how many operations were ever begun: numbers them, and numbers incarnations
 * @param initialised components whose cluster was once formed: never seed those again
 * @param accepted the sizes of components that are autoscaled, or were
 */
public record AppMemory(
        String version,
        long operations,
        Optional<OperationRecord> operation,
        List<Admission> admissions,
        List<Initialised> initialised,
        List<Accepted> accepted) {

    public static final AppMemory BLANK = new AppMemory("", 0, Optional.empty(), List.of(), List.of(), List.of());

    public AppMemory {
        admissions = List.copyOf(admissions);
        initialised = List.copyOf(initialised);
        accepted = List.copyOf(accepted);
    }

    /** A component's cluster was formed, and this is the engine's id for it. */
    public record Initialised(String component, String clusterId) {}

    public Optional<Initialised> initialised(String component) {
        return initialised.stream()
                .filter(mark -> mark.component().equals(component))
                .findFirst();
    }

    public Optional<Admission> admission(String set, int ordinal) {
        return admissions.stream().filter(a -> a.is(set, ordinal)).findFirst();
    }

    public List<Admission> admissions(String set) {
        return admissions.stream().filter(a -> a.set().equals(set)).toList();
    }

    public Optional<Accepted> accepted(String component) {
        return accepted.stream()
                .filter(size -> size.component().equals(component))
                .findFirst();
    }

    public AppMemory accept(Accepted size) {
        List<Accepted> others = new ArrayList<>(forgetAccepted(size.component()).accepted());
        others.add(size);
        return new AppMemory(version, operations, operation, admissions, initialised, others);
    }

    public AppMemory forgetAccepted(String component) {
        List<Accepted> others = accepted.stream()
                .filter(size -> !size.component().equals(component))
                .toList();
        return new AppMemory(version, operations, operation, admissions, initialised, others);
    }

    public AppMemory begin(OperationRecord record) {
        return new AppMemory(version, record.id(), Optional.of(record), admissions, initialised, accepted);
    }

    public AppMemory with(OperationRecord record) {
        return new AppMemory(version, operations, Optional.of(record), admissions, initialised, accepted);
    }

    public AppMemory end() {
        return new AppMemory(version, operations, Optional.empty(), admissions, initialised, accepted);
    }

    public AppMemory admit(Admission admission) {
        List<Admission> others = new ArrayList<>(admissions);
        others.removeIf(a -> a.is(admission.set(), admission.ordinal()));
        others.add(admission);
        return new AppMemory(version, operations, operation, others, initialised, accepted);
    }

    public AppMemory dismiss(String set, int ordinal) {
        List<Admission> others =
                admissions.stream().filter(a -> !a.is(set, ordinal)).toList();
        return new AppMemory(version, operations, operation, others, initialised, accepted);
    }

    public AppMemory initialised(Initialised mark) {
        List<Initialised> marks = new ArrayList<>(initialised);
        marks.add(mark);
        return new AppMemory(version, operations, operation, admissions, marks, accepted);
    }

    /** Nobody is admitted any more, and nothing was founded or accepted; the numbers of operations go on. */
    public AppMemory forgetMembers() {
        return new AppMemory(version, operations, Optional.empty(), List.of(), List.of(), List.of());
    }

    /** What is remembered of members alone, and nothing of what is being done: all that they read at their start. */
    public AppMemory ofMembers() {
        return new AppMemory("", 0, Optional.empty(), admissions, initialised, List.of());
    }

    public AppMemory at(String newVersion) {
        return new AppMemory(newVersion, operations, operation, admissions, initialised, accepted);
    }
}
