package dev.quorate.simulator.engine.etcd;

import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A running etcd: its data directory, who it takes for the leader, and since when it is connected. */
final class EtcdProcess {

    private static final int FATAL = 1;

    private final PodContext pod;
    private final Volume volume;
    private final EtcdNetwork network;
    private Optional<DataDirectory> data = Optional.empty();
    private Optional<Long> leader = Optional.empty();
    private List<String> peerUrls = List.of();
    private long term;
    private Instant connectedSince = Instant.EPOCH;
    private boolean caughtUp;

    EtcdProcess(PodContext pod, Volume volume, EtcdNetwork network) {
        this.pod = pod;
        this.volume = volume;
        this.network = network;
    }

    /** Goes on with its data, or with a blank directory founds or joins what the flags name; exits where etcd would. */
    void start(StartParameters parameters) {
        connectedSince = pod.schedule().now();
        Optional<DataDirectory> kept = volume.read(DataDirectory.PATH, DataDirectory.class);
        data = kept.isPresent() ? kept : blank(parameters);
        if (data.isEmpty()) {
            pod.exit(FATAL);
            return;
        }
        caughtUp = kept.isPresent() || parameters.state() == StartParameters.State.NEW;
        volume.write(DataDirectory.PATH, data.get());
        peerUrls = membership().get(id()).map(Member::peerUrls).orElse(List.of());
        network.joined(this);
    }

    private Optional<DataDirectory> blank(StartParameters parameters) {
        Optional<List<String>> ownUrls = parameters.peerUrls(pod.name());
        if (ownUrls.isEmpty()) {
            return Optional.empty();
        }
        return parameters.state() == StartParameters.State.NEW
                ? found(parameters, ownUrls.get())
                : join(parameters, ownUrls.get());
    }

    /** A new cluster, unless a running one already counts this very member as started. */
    private Optional<DataDirectory> found(StartParameters parameters, List<String> ownUrls) {
        List<Member> members = new ArrayList<>();
        for (List<String> urls : parameters.initialCluster().values()) {
            members.add(new Member(Identity.member(urls, parameters.token()), "", urls, List.of(), false));
        }
        Membership membership = Membership.of(members);
        long clusterId = Identity.cluster(membership.members().keySet());
        long memberId = Identity.member(ownUrls, parameters.token());
        boolean bootstrapped = peers(parameters)
                .flatMap(peer -> peer.membership().get(memberId))
                .filter(Member::started)
                .isPresent();
        return bootstrapped
                ? Optional.empty()
                : Optional.of(new DataDirectory(clusterId, memberId, Entry.first(members.size(), membership)));
    }

    /**
     * A member that was added before: the flags must name exactly the members that the running cluster has. One that had
     * started once and comes back blank would find its log behind what it has confirmed; etcd panics there.
     */
    private Optional<DataDirectory> join(StartParameters parameters, List<String> ownUrls) {
        return peers(parameters)
                .filter(peer -> sameUrls(peer.membership(), parameters))
                .flatMap(peer -> peer.membership().members().values().stream()
                        .filter(member -> member.peerUrls().equals(ownUrls) && !member.started())
                        .findFirst()
                        .map(own -> new DataDirectory(peer.clusterId(), own.id(), Entry.first(0, peer.membership()))));
    }

    /** The first member of the initial cluster that answers. */
    private Optional<EtcdProcess> peers(StartParameters parameters) {
        return parameters.initialCluster().entrySet().stream()
                .filter(each -> !each.getKey().equals(pod.name()))
                .map(Map.Entry::getValue)
                .flatMap(urls -> network.at(this, urls).stream())
                .findFirst();
    }

    private static boolean sameUrls(Membership membership, StartParameters parameters) {
        Set<String> known = new TreeSet<>();
        membership.members().values().forEach(member -> known.addAll(member.peerUrls()));
        Set<String> named = new TreeSet<>();
        parameters.initialCluster().values().forEach(named::addAll);
        return known.equals(named);
    }

    void stop() {
        if (data.isPresent()) {
            network.left(this);
        }
    }

    /** A member that the cluster has removed ends by itself. */
    void removed() {
        pod.exit(0);
    }

    boolean serving() {
        return data.isPresent();
    }

    PodContext pod() {
        return pod;
    }

    String podPath() {
        return pod.namespace() + "/" + pod.name();
    }

    EtcdNetwork network() {
        return network;
    }

    DataDirectory data() {
        return data.orElseThrow();
    }

    long clusterId() {
        return data().clusterId();
    }

    long id() {
        return data().memberId();
    }

    Entry log() {
        return data().log();
    }

    Membership membership() {
        return log().membership();
    }

    boolean learner() {
        return membership().get(id()).filter(Member::learner).isPresent();
    }

    Optional<Long> leader() {
        return leader;
    }

    boolean leading() {
        return leader.filter(each -> each == id()).isPresent();
    }

    long term() {
        return Math.max(term, log().term());
    }

    void follow(Optional<Long> newLeader, long newTerm) {
        leader = newLeader;
        term = Math.max(term, newTerm);
    }

    Instant connectedSince() {
        return connectedSince;
    }

    void reconnected(Instant now) {
        connectedSince = now;
    }

    /** Whether it has copied the data; a blank joiner takes a while. */
    boolean caughtUp() {
        return caughtUp;
    }

    void setCaughtUp() {
        caughtUp = true;
    }

    /** Where it listened for peers when it started; a removal does not change that. */
    List<String> peerUrls() {
        return peerUrls;
    }

    List<String> clientUrls() {
        return peerUrls.stream().map(url -> url.replaceFirst(":2380$", ":2379")).toList();
    }
}
