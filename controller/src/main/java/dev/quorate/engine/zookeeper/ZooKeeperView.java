package dev.quorate.engine.zookeeper;

import dev.quorate.engine.Roster;
import dev.quorate.engine.zookeeper.ServerList.Server;
import dev.quorate.engine.zookeeper.ZooKeeperAnswer.Status;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes one view of what the pods said. The newest list counts; each member on it is found by its id, never by its place, and
 * judged by its own word alone.
 *
 * <p>Who serves nobody knows no list, so without a majority nothing is known of the members but that their pods run.
 */
final class ZooKeeperView {

    private final Roster roster;
    private final Addresses addresses;
    private final List<ZooKeeperAnswer> answers;
    private final ServerList list;
    private final Optional<String> leader;

    private ZooKeeperView(Roster roster, Addresses addresses, List<ZooKeeperAnswer> answers) {
        this.roster = roster;
        this.addresses = addresses;
        this.answers = answers;
        this.list = newest(answers);
        this.leader = answers.stream()
                .filter(ZooKeeperAnswer::leads)
                .flatMap(answer -> answer.status().stream())
                .filter(status -> votes(status.id()))
                .max(Comparator.comparingLong(Status::zxid))
                .map(Status::id);
    }

    static MembershipView of(Roster roster, Addresses addresses, List<ZooKeeperAnswer> answers) {
        return new ZooKeeperView(roster, addresses, answers).view();
    }

    static ServerList newest(List<ZooKeeperAnswer> answers) {
        return answers.stream()
                .flatMap(answer -> answer.list().stream())
                .max(Comparator.comparingLong(ServerList::version))
                .orElse(ServerList.NONE);
    }

    private MembershipView view() {
        if (list.servers().isEmpty()) {
            return MembershipView.silent(nobody());
        }
        List<Member> members = list.servers().stream()
                .filter(this::ofComponent)
                .map(this::member)
                .sorted(Comparator.comparing((Member member) -> member.pod().orElse("~"))
                        .thenComparing(Member::id))
                .toList();
        return new MembershipView(completeness(members), ensemble(), members, List.of(), List.of());
    }

    /** Observers are those without a vote at places of their own; all else on the list concerns the voters. */
    private boolean ofComponent(Server server) {
        boolean observer = !server.votes() && observerPod(server.host()).isPresent();
        return observer == observers();
    }

    private boolean observers() {
        return roster.component().equals(ZooKeeperEngine.OBSERVERS);
    }

    private Optional<String> observerPod(String host) {
        return addresses.pod(roster.app().namespace(), ZooKeeperEngine.observers(roster.app()), host);
    }

    /** ZooKeeper gives its ensembles no id: that the list is confirmed is all that can be said. */
    private Optional<String> ensemble() {
        return confirmed() ? Optional.of(roster.app().toString()) : Optional.empty();
    }

    /** A majority of the voters on the list have this very list in force. */
    private boolean confirmed() {
        long agreed = list.servers().stream()
                .filter(Server::votes)
                .filter(server -> by(server.id()).flatMap(ZooKeeperAnswer::list).equals(Optional.of(list)))
                .count();
        return agreed >= MembershipView.majority(list.voters());
    }

    /**
     * Whether a majority has a newer list in force than this one. A follower that starts misses a change of the list that
     * arrives between NEWLEADER and UPTODATE behind other writes (ZooKeeper's Learner.syncWithLeader compares a
     * COMMITANDACTIVATE with the first waiting proposal only), and goes by the older list until the next change or its next
     * start.
     */
    private boolean behind(ZooKeeperAnswer answer) {
        return answer.list().filter(its -> its.version() < list.version()).isPresent() && confirmed();
    }

    private Completeness completeness(List<Member> members) {
        List<String> dissenters = answers.stream()
                .filter(answer ->
                        answer.status().filter(word -> votes(word.id())).isPresent())
                .filter(answer -> !answer.list().equals(Optional.of(list)))
                .filter(answer -> !behind(answer))
                .map(answer -> answer.pod().name())
                .toList();
        if (!dissenters.isEmpty()) {
            return Completeness.disagreement(
                    String.join(", ", dissenters) + " and the other members do not name the same members");
        }
        List<String> silent = members.stream()
                .filter(member -> (member.voting() || observers()) && member.silent())
                .map(member -> member.pod().orElse(member.id()) + " " + member.detail())
                .toList();
        if (!silent.isEmpty()) {
            return Completeness.partial(String.join("; ", silent));
        }
        return confirmed() ? Completeness.COMPLETE : Completeness.partial("no majority names the members");
    }

    private Member member(Server server) {
        Optional<String> pod = pod(server.host());
        Optional<ZooKeeperAnswer> answer = by(server.id());
        return new Member(
                server.id(),
                pod,
                role(server, answer.isPresent()),
                server.votes(),
                server.votes() || answer.isPresent(),
                answer.map(its -> health(server, its)).orElseGet(() -> healthUnheard(pod)),
                answer.isPresent(), // it serves nobody before it has what its leader has
                answer.flatMap(ZooKeeperAnswer::status).map(Status::version),
                answer.map(its -> detail(server, its))
                        .orElseGet(() -> pod.map(this::whySilent).orElse("has no pod")));
    }

    private Health health(Server server, ZooKeeperAnswer answer) {
        return server.votes() && behind(answer) ? Health.UNHEALTHY : Health.HEALTHY;
    }

    private Health healthUnheard(Optional<String> pod) {
        return pod.flatMap(this::at).filter(ZooKeeperAnswer::waiting).isPresent() ? Health.UNHEALTHY : Health.SILENT;
    }

    private String detail(Server server, ZooKeeperAnswer answer) {
        if (server.votes()) {
            return behind(answer)
                    ? "goes by an older list of members until that changes again or its pod restarts"
                    : "";
        }
        return observers() ? "" : "it follows without a vote";
    }

    private MemberRole role(Server server, boolean answering) {
        if (!server.votes()) {
            return observers() ? MemberRole.OBSERVER : MemberRole.LEARNER;
        }
        if (!answering) {
            return MemberRole.UNKNOWN;
        }
        return leader.equals(Optional.of(server.id())) ? MemberRole.LEADER : MemberRole.FOLLOWER;
    }

    private String whySilent(String pod) {
        Optional<ZooKeeperAnswer> there = at(pod);
        if (there.isEmpty()) {
            return "has no pod";
        }
        return there.get()
                .status()
                .map(word -> "answers as server " + word.id())
                .orElseGet(() -> there.get().waiting()
                        ? there.get().trouble()
                        : "does not answer: " + there.get().trouble());
    }

    private String nobody() {
        if (answers.isEmpty()) {
            return "there are no pods";
        }
        return answers.stream()
                .map(answer -> answer.pod().name() + ": " + answer.trouble())
                .collect(Collectors.joining("; "));
    }

    private boolean votes(String id) {
        return list.byId(id).filter(Server::votes).isPresent();
    }

    private Optional<ZooKeeperAnswer> by(String id) {
        return answers.stream().filter(answer -> answer.from(id)).findFirst();
    }

    private Optional<ZooKeeperAnswer> at(String pod) {
        return answers.stream()
                .filter(answer -> answer.pod().name().equals(pod))
                .findFirst();
    }

    private Optional<String> pod(String host) {
        return roster.sets().stream()
                .flatMap(set -> addresses.pod(roster.app().namespace(), set, host).stream())
                .findFirst();
    }
}
