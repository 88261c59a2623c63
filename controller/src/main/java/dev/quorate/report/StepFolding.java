package dev.quorate.report;

import dev.quorate.schema.RolloutRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps a list of steps short by folding its oldest into one row that says how many they were. */
public final class StepFolding {

    private static final Pattern FOLDED = Pattern.compile("(\\d+) earlier steps, folded to save space");

    private StepFolding() {}

    public static List<RolloutRecord.Step> fold(List<RolloutRecord.Step> steps, int most) {
        if (steps.size() <= most) {
            return steps;
        }
        int folded = steps.size() - most + 1;
        RolloutRecord.Step first = steps.get(0);
        RolloutRecord.Step last = steps.get(folded - 1);
        int counted = folded - 1 + earlier(first);
        List<RolloutRecord.Step> kept = new ArrayList<>();
        kept.add(new RolloutRecord.Step(
                counted + " earlier steps, folded to save space",
                first.startedAt(),
                last.endedAt(),
                RolloutRecord.Outcome.SUCCEEDED,
                Optional.empty()));
        kept.addAll(steps.subList(folded, steps.size()));
        return kept;
    }

    /** A row that stands for folded steps counts as those, any other as itself. */
    private static int earlier(RolloutRecord.Step first) {
        Matcher folded = FOLDED.matcher(first.text());
        return folded.matches() ? Integer.parseInt(folded.group(1)) : 1;
    }
}
