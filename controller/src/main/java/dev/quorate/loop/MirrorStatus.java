package dev.quorate.loop;

import dev.quorate.report.RolloutLog;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Drift;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.StatusReport;
import java.util.List;

/**
 * What the mirror's status holds beside the app's memory.
 *
 * @param members as reported last
 * @param conditions of the report, and those that concern this cluster alone: whether Git is read and written
 * @param drift as reported last
 * @param outbox rollouts that ended and have not reached Git, oldest first
 * @param folded how many rollouts had to be left out of the outbox since Git took none
 */
public record MirrorStatus(
        RolloutLog log,
        List<StatusReport.Member> members,
        List<Condition> conditions,
        List<Drift> drift,
        List<RolloutRecord> outbox,
        int folded) {

    public static final MirrorStatus EMPTY =
            new MirrorStatus(RolloutLog.EMPTY, List.of(), List.of(), List.of(), List.of(), 0);

    public MirrorStatus {
        members = List.copyOf(members);
        conditions = List.copyOf(conditions);
        drift = List.copyOf(drift);
        outbox = List.copyOf(outbox);
    }
}
