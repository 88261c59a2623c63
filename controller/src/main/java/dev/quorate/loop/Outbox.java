package dev.quorate.loop;

import dev.quorate.report.StepFolding;
import dev.quorate.schema.RolloutRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rollouts that have not reached Git, bounded so that a mirror stays a small object. The oldest steps are folded first;
 * only when that is not enough is a whole rollout left out, and then it is counted.
 */
record Outbox(List<RolloutRecord> rollouts, int folded) {

    static final int MOST_STEPS = 400;
    static final int MOST_ROLLOUTS = 40;
    private static final int FEWEST_STEPS_EACH = 2;

    Outbox {
        rollouts = List.copyOf(rollouts);
    }

    Outbox with(List<RolloutRecord> ended) {
        List<RolloutRecord> all = new ArrayList<>(rollouts);
        all.addAll(ended);
        return new Outbox(all, folded).bounded();
    }

    Outbox without(Set<String> delivered) {
        List<RolloutRecord> rest = rollouts.stream()
                .filter(record -> !delivered.contains(record.id()))
                .toList();
        return new Outbox(rest, rest.isEmpty() ? 0 : folded);
    }

    private Outbox bounded() {
        int tooMany = Math.max(0, rollouts.size() - MOST_ROLLOUTS);
        List<RolloutRecord> kept = new ArrayList<>(rollouts.subList(tooMany, rollouts.size()));
        int surplus = kept.stream().mapToInt(record -> record.steps().size()).sum() - MOST_STEPS;
        for (int i = 0; i < kept.size() && surplus > 0; i++) {
            RolloutRecord record = kept.get(i);
            int most = Math.max(FEWEST_STEPS_EACH, record.steps().size() - surplus);
            RolloutRecord shorter = withSteps(record, StepFolding.fold(record.steps(), most));
            surplus -= record.steps().size() - shorter.steps().size();
            kept.set(i, shorter);
        }
        return new Outbox(kept, folded + tooMany);
    }

    private static RolloutRecord withSteps(RolloutRecord record, List<RolloutRecord.Step> steps) {
        return new RolloutRecord(
                record.id(),
                record.app(),
                record.cluster(),
                record.source(),
                record.from(),
                record.to(),
                record.startedAt(),
                record.endedAt(),
                record.outcome(),
                record.drift(),
                steps,
                record.refusals());
    }
}
