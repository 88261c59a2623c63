package dev.quorate.engine.redis;

import dev.quorate.engine.Roster;
import dev.quorate.engine.redis.SentinelAnswer.Status;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes one view of the sentinels: members are all whose ids anybody knows, since each of them counts for the majority. */
final class SentinelView {

    private final Roster roster;
    private final Addresses addresses;
    private final Watch watch;
    private final Optional<String> master;

    private SentinelView(Roster roster, Addresses addresses, Watch watch) {
        this.roster = roster;
        this.addresses = addresses;
        this.watch = watch;
        this.master = watch.master();
    }

    static MembershipView of(Roster roster, Addresses addresses, Watch watch) {
        return new SentinelView(roster, addresses, watch).view();
    }

    private MembershipView view() {
        if (watch.said().findAny().isEmpty()) {
            return MembershipView.silent(nobody());
        }
        List<Member> members = watch.ids().stream()
                .map(this::member)
                .sorted(Comparator.comparing((Member member) -> member.pod().orElse("~"))
                        .thenComparing(Member::id))
                .toList();
        return new MembershipView(
                completeness(members),
                master.map(named -> roster.app().toString()),
                members,
                watch.failingOver() ? List.of("the sentinels move the master") : List.of(),
                List.of());
    }

    private Completeness completeness(List<Member> members) {
        List<String> silent = members.stream()
                .filter(member -> member.voting() && member.silent())
                .map(member -> member.pod().orElse(member.id()) + " " + member.detail())
                .toList();
        if (!silent.isEmpty()) {
            return Completeness.partial(String.join("; ", silent));
        }
        return master.isPresent()
                ? Completeness.COMPLETE
                : Completeness.disagreement("the sentinels do not name the same master");
    }

    private Member member(String id) {
        Optional<SentinelAnswer> answer = watch.by(id);
        Optional<Status> status = answer.flatMap(SentinelAnswer::status);
        Optional<String> pod =
                answer.map(own -> own.pod().name()).or(() -> watch.host(id).flatMap(this::pod));
        boolean votes = status.map(word -> word.counted() && watch.most(other -> other.knows(id)))
                .orElse(true);
        boolean follows =
                status.filter(word -> master.equals(Optional.of(word.master()))).isPresent();
        String detail = status.map(word -> detail(word, votes, follows))
                .orElseGet(() -> pod.map(this::whySilent).orElse("has no pod"));
        return new Member(
                id,
                pod,
                status.isEmpty() ? MemberRole.UNKNOWN : votes ? MemberRole.SENTINEL : MemberRole.LEARNER,
                votes,
                true,
                status.isEmpty() ? Health.SILENT : follows ? Health.HEALTHY : Health.UNHEALTHY,
                follows && detail.isEmpty(),
                Optional.empty(),
                detail);
    }

    private String detail(Status status, boolean votes, boolean follows) {
        if (!follows) {
            return "names " + status.master() + " as the master, which most others do not";
        }
        return watch.missing(status, "")
                .or(() -> votes ? Optional.empty() : Optional.of("is not counted by the others yet"))
                .or(() -> status.quorum() == watch.majority()
                        ? Optional.empty()
                        : Optional.of("has the quorum " + status.quorum() + ", which is to be " + watch.majority()))
                .orElse("");
    }

    private String whySilent(String pod) {
        return watch.at(pod)
                .map(answer -> answer.status()
                        .map(status -> "answers as sentinel " + status.id())
                        .orElse("does not answer: " + answer.trouble()))
                .orElse("has no pod");
    }

    private String nobody() {
        return watch.all().isEmpty()
                ? "there are no pods"
                : watch.all().stream()
                        .map(answer -> answer.pod().name() + " does not answer: " + answer.trouble())
                        .collect(Collectors.joining("; "));
    }

    private Optional<String> pod(String host) {
        return addresses.pod(roster.app().namespace(), RedisEngine.set(roster.app(), RedisEngine.SENTINELS), host);
    }
}
