package dev.quorate.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.plan.Plan;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Source;
import dev.quorate.schema.StatefulApp;
import dev.quorate.schema.StatusReport;
import dev.quorate.schema.StatusReport.PlannedStep;
import dev.quorate.schema.StatusReport.Replicas;
import dev.quorate.state.Member;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The current report of an app. */
public final class Reporter {

    private Reporter() {}

    public static StatusReport report(Facts facts) {
        return new StatusReport(
                facts.goal().app().name(),
                facts.goal().site().cluster(),
                facts.goal().app().engine(),
                Optional.of(facts.source()),
                facts.log().reached().map(RolloutLog.Reached::commit),
                new Replicas(
                        Sizes.wantedPods(facts.goal()),
                        Sizes.livePods(facts.goal(), facts.observed()),
                        Sizes.readyPods(facts.goal(), facts.observed())),
                Scalings.of(facts),
                Conditions.of(facts),
                members(facts.observed()),
                facts.plan().rows().stream().map(Reporter::row).toList(),
                Sentences.schema(Conditions.refusals(facts)),
                facts.plan().drift(),
                ObservedTree.of(facts.observed()));
    }

    /** The last report of an app that no file mentions any more. */
    public static StatusReport released(
            StatefulApp app, String cluster, Source source, RolloutLog log, List<Condition> before, Instant now) {
        Optional<String> reached = log.reached().map(RolloutLog.Reached::commit);
        return unseen(app, 0, cluster, source, reached, Conditions.released(before, now), List.of());
    }

    /** The report of an app that cannot even be begun. */
    public static StatusReport refused(
            StatefulApp app, String cluster, Source source, Refusal refusal, List<Condition> before, Instant now) {
        List<Refusal> refusals = List.of(refusal);
        return unseen(
                app,
                Sizes.asked(app),
                cluster,
                source,
                Optional.empty(),
                Conditions.refused(refusals, before, now),
                Sentences.schema(refusals));
    }

    private static StatusReport unseen(
            StatefulApp app,
            int desired,
            String cluster,
            Source source,
            Optional<String> reached,
            List<Condition> conditions,
            List<dev.quorate.schema.Refusal> refusals) {
        return new StatusReport(
                app.name(),
                cluster,
                app.engine(),
                Optional.of(source),
                reached,
                new Replicas(desired, 0, 0),
                List.of(),
                conditions,
                List.of(),
                List.of(),
                refusals,
                List.of(),
                JsonNodeFactory.instance.objectNode());
    }

    private static PlannedStep row(Plan.Row row) {
        return new PlannedStep(
                String.valueOf(row.mark().sign()), row.text(), row.state().title(), row.why());
    }

    /** Members as their engine lists them, then the pods that are none yet; a plain set has pods only. */
    static List<StatusReport.Member> members(ObservedState observed) {
        Map<String, ObservedPod> pods = new TreeMap<>();
        observed.sets().values().forEach(set -> set.pods().forEach(pod -> pods.put(pod.name(), pod)));
        List<StatusReport.Member> members = new ArrayList<>();
        Map<String, MembershipView> views = new TreeMap<>(observed.membership());
        for (MembershipView view : views.values()) {
            for (Member member : view.members()) {
                Optional<ObservedPod> pod = member.pod().flatMap(name -> Optional.ofNullable(pods.remove(name)));
                members.add(member(member, pod));
            }
        }
        pods.values().forEach(pod -> members.add(pod(pod)));
        return members;
    }

    private static StatusReport.Member member(Member member, Optional<ObservedPod> pod) {
        return new StatusReport.Member(
                member.pod().orElse(member.id()),
                Optional.of(member.id()),
                Optional.of(member.role().name().toLowerCase(Locale.ROOT)),
                member.voting(),
                title(member.health()),
                member.version(),
                pod.map(ObservedPod::name),
                pod.flatMap(ObservedPod::node),
                pod.map(ObservedPod::revision).filter(revision -> !revision.isEmpty()));
    }

    private static StatusReport.Member pod(ObservedPod pod) {
        String health = pod.ready() ? "Ready" : pod.trouble().orElse("NotReady");
        return new StatusReport.Member(
                pod.name(),
                Optional.empty(),
                Optional.empty(),
                false,
                health,
                Optional.empty(),
                Optional.of(pod.name()),
                pod.node(),
                Optional.of(pod.revision()).filter(revision -> !revision.isEmpty()));
    }

    private static String title(Member.Health health) {
        String name = health.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
