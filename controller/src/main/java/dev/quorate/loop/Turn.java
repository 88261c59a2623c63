package dev.quorate.loop;

import dev.quorate.cluster.Cluster.Notice;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.StatusReport;
import dev.quorate.state.Manifest;
import java.util.List;

/**
 * What one pass leaves behind.
 *
 * @param mirror with the new status
 * @param outbox all rollouts that Git does not have yet
 * @param notices what people should see as Kubernetes Events
 * @param ended whether a rollout ended in this pass, so that its report goes out at once
 */
record Turn(Manifest mirror, StatusReport report, List<RolloutRecord> outbox, List<Notice> notices, boolean ended) {

    Turn {
        outbox = List.copyOf(outbox);
        notices = List.copyOf(notices);
    }
}
