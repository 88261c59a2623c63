package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one app in one cluster is now, as committed to the status branch. Holds names, counts and sentences only: no value
 * of a setting, an environment variable or a Secret has a place in it.
 *
 * @param source the commit that the plan works for, absent while the file has never been readable
 * @param lastGood the newest commit whose spec was reached in full
 * @param scaling one for each component whose size follows requests
 * @param drift what others changed and is not put right yet
 * @param observed the observed state as a compact tree, so that a plan can be made without the cluster
 */
public record StatusReport(
        AppName app,
        String cluster,
        String engine,
        Optional<Source> source,
        Optional<String> lastGood,
        Replicas replicas,
        List<Scaling> scaling,
        List<Condition> conditions,
        List<Member> members,
        List<PlannedStep> plan,
        List<Refusal> refusals,
        List<Drift> drift,
        JsonNode observed) {
    public static final String KIND = "StatusReport";

    public StatusReport {
        scaling = List.copyOf(scaling);
        conditions = List.copyOf(conditions);
        members = List.copyOf(members);
        plan = List.copyOf(plan);
        refusals = List.copyOf(refusals);
        drift = List.copyOf(drift);
    }

    /** The condition of a type, where the report has it. */
    public Optional<Condition> condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** Members asked for, there, and ready. */
    public record Replicas(int desired, int current, int ready) {}

    /**
     * What becomes of the requests for a size.
     *
     * @param name of the ScaleTarget
     * @param request what is asked for; absent while there is nowhere to ask
     * @param accepted what the app goes to, or has
     * @param live what is there
     * @param reason why the request is accepted or not, in one word
     * @param since when
     * @param pressure the wish lies outside of the bounds
     */
    public record Scaling(
            String name,
            int minReplicas,
            int maxReplicas,
            OptionalInt request,
            int accepted,
            int live,
            String reason,
            String message,
            Instant since,
            Optional<Pressure> pressure) {}

    /** @param bound the field that a commit could change */
    public record Pressure(String bound, Instant since) {}

    /**
     * One member as its engine shows it.
     *
     * @param name its pod's name, or the engine's where there is no pod
     * @param id the engine's own durable identity
     * @param revision of the pod template that its pod runs
     */
    public record Member(
            String name,
            Optional<String> id,
            Optional<String> role,
            boolean voting,
            String health,
            Optional<String> version,
            Optional<String> pod,
            Optional<String> node,
            Optional<String> revision) {}

    /**
     * One step of the plan.
     *
     * @param mark one of {@code + - ~ !}
     * @param state done, running, next, waiting or refused
     * @param reason why the step is there, or why it waits or is refused
     */
    public record PlannedStep(String mark, String text, String state, String reason) {}
}
