package dev.quorate.report;

import dev.quorate.plan.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Refusals in the words and records of reports. */
public final class Sentences {

    private Sentences() {}

    static String of(List<Refusal> refusals) {
        return refusals.stream().map(Refusal::sentence).collect(Collectors.joining(" "));
    }

    static List<dev.quorate.schema.Refusal> schema(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal ->
                        new dev.quorate.schema.Refusal(refusal.guard().title(), refusal.sentence(), Optional.empty()))
                .toList();
    }
}
