package dev.quorate.engine.redis;

import dev.quorate.engine.Roster;
import dev.quorate.engine.redis.RedisAnswer.Follower;
import dev.quorate.engine.redis.RedisAnswer.Status;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes one view of redis: members are those that its sentinels list, by their hosts, and each is judged by its own word. The
 * master is who says so itself and is named by most sentinels.
 */
final class RedisView {

    private final Roster roster;
    private final Addresses addresses;
    private final List<RedisAnswer> answers;
    private final Watch watch;
    private final Optional<String> master;

    private RedisView(Roster roster, Addresses addresses, List<RedisAnswer> answers, Watch watch) {
        this.roster = roster;
        this.addresses = addresses;
        this.answers = answers;
        this.watch = watch;
        this.master = watch.master();
    }

    static MembershipView of(Roster roster, Addresses addresses, List<RedisAnswer> answers, Watch watch) {
        return new RedisView(roster, addresses, answers, watch).view();
    }

    private MembershipView view() {
        if (watch.said().findAny().isEmpty()) {
            return MembershipView.silent(nobody());
        }
        Set<String> hosts = new TreeSet<>(watch.hosts());
        answers.stream()
                .filter(answer -> answer.status().isPresent())
                .map(answer -> host(answer.pod()))
                .forEach(hosts::add);
        List<Member> members = hosts.stream()
                .map(this::member)
                .sorted(Comparator.comparing((Member member) -> member.pod().orElse("~"))
                        .thenComparing(Member::id))
                .toList();
        return new MembershipView(
                completeness(members), master.map(named -> roster.app().toString()), members, open(), List.of());
    }

    private List<String> open() {
        return watch.failingOver() ? List.of("the sentinels move the master") : List.of();
    }

    private Completeness completeness(List<Member> members) {
        if (master.isEmpty() && watch.masters().size() > 1) {
            return Completeness.disagreement("the sentinels do not name the same master");
        }
        if (master.isEmpty()) {
            return Completeness.partial("no majority of the sentinels names the master: "
                    + watch.all().stream()
                            .filter(answer -> answer.status().isEmpty())
                            .map(answer -> answer.pod().name() + " does not answer: " + answer.trouble())
                            .collect(Collectors.joining("; ")));
        }
        List<String> silent = members.stream()
                .filter(member -> member.voting() && member.silent())
                .map(member -> member.pod().orElse(member.id()) + " " + member.detail())
                .toList();
        return silent.isEmpty() ? Completeness.COMPLETE : Completeness.partial(String.join("; ", silent));
    }

    private Member member(String host) {
        Optional<String> pod = pod(host);
        Optional<Status> status = pod.flatMap(this::status);
        boolean listed =
                status.isEmpty() || (watch.mostList(host) && status.get().electable());
        String trouble = status.map(word -> trouble(host, word, listed))
                .orElseGet(() -> pod.map(this::whySilent).orElse("has no pod"));
        Health health =
                status.isEmpty() ? Health.SILENT : trouble.isEmpty() || !listed ? Health.HEALTHY : Health.UNHEALTHY;
        return new Member(
                pod.orElse(host),
                pod,
                status.map(word -> role(host, word, listed)).orElse(MemberRole.UNKNOWN),
                listed,
                true,
                health,
                trouble.isEmpty() && status.isPresent() && caughtUp(host),
                status.map(Status::version),
                trouble);
    }

    private MemberRole role(String host, Status status, boolean listed) {
        if (!listed) {
            return MemberRole.LEARNER;
        }
        if (named(host)) {
            return status.masters() ? MemberRole.LEADER : MemberRole.UNKNOWN;
        }
        return status.masters() ? MemberRole.UNKNOWN : MemberRole.REPLICA;
    }

    private String trouble(String host, Status status, boolean listed) {
        if (master.isEmpty()) {
            return "no majority of the sentinels names the master";
        }
        if (named(host)) {
            return status.masters() ? "" : "is named as the master, and still follows " + name(status);
        }
        if (status.masters()) {
            return "answers as a master, and the sentinels name "
                    + pod(master.get()).orElse(master.get());
        }
        if (!status.follows(master.get())) {
            return "follows " + name(status) + ", which is not the master";
        }
        if (!status.whole()) {
            return "waits for what the master has";
        }
        if (!status.electable()) {
            return "writes down what it has received";
        }
        return listed ? "" : "most sentinels do not list it yet";
    }

    private String name(Status status) {
        String host = status.master().orElse("");
        return pod(host).orElse(host);
    }

    private boolean named(String host) {
        return master.equals(Optional.of(host));
    }

    /** By the master's word: only it knows what it sends. */
    private boolean caughtUp(String host) {
        return named(host)
                || master.flatMap(this::pod)
                        .flatMap(this::status)
                        .filter(status -> status.followers().contains(new Follower(host, true)))
                        .isPresent();
    }

    private Optional<Status> status(String pod) {
        return at(pod).flatMap(RedisAnswer::status);
    }

    private Optional<RedisAnswer> at(String pod) {
        return answers.stream()
                .filter(answer -> answer.pod().name().equals(pod))
                .findFirst();
    }

    private String whySilent(String pod) {
        return at(pod).map(answer -> "does not answer: " + answer.trouble()).orElse("has no pod");
    }

    private String nobody() {
        return watch.all().isEmpty()
                ? "there are no sentinels"
                : watch.all().stream()
                        .map(answer -> answer.pod().name() + " does not answer: " + answer.trouble())
                        .collect(Collectors.joining("; "));
    }

    private String host(Roster.Pod pod) {
        return addresses.host(roster.app().namespace(), pod.set(), pod.name());
    }

    private Optional<String> pod(String host) {
        return addresses.pod(roster.app().namespace(), RedisEngine.set(roster.app(), RedisEngine.REDIS), host);
    }
}
