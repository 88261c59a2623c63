package dev.quorate.simulator.engine.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The cluster service of one member, with the checks of strict-reconfig-check. */
final class MemberCalls {

    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(5);
    private static final String UNHEALTHY = "etcdserver: unhealthy cluster";
    private static final String NOT_ENOUGH_STARTED =
            "etcdserver: re-configuration failed due to not enough started members";

    private final EtcdProcess process;
    private final EtcdNetwork network;

    MemberCalls(EtcdProcess process) {
        this.process = process;
        this.network = process.network();
    }

    ObjectNode list(boolean linearizable) {
        refuseLearner();
        if (linearizable && network.leaderOf(process).isEmpty()) {
            throw EtcdException.timeout();
        }
        ObjectNode reply = reply();
        reply.set("members", members(process.membership()));
        return reply;
    }

    ObjectNode add(JsonNode body) {
        List<String> urls = new ArrayList<>();
        body.path("peerURLs").forEach(url -> urls.add(url.asText()));
        boolean learner = body.path("isLearner").asBoolean();
        if (urls.isEmpty() || !urls.stream().allMatch(MemberCalls::valid)) {
            throw new EtcdException(EtcdException.Code.INVALID_ARGUMENT, "etcdserver: given member URLs are invalid");
        }
        refuseLearner();
        if (!learner && !startedAreEnough(process.membership().voters())) {
            throw EtcdException.precondition(NOT_ENOUGH_STARTED);
        }
        refuseUnlessAllConnected();
        long second = network.schedule().now().getEpochSecond();
        Member member = new Member(
                Identity.member(urls, Long.toHexString(process.clusterId()) + second), "", urls, List.of(), learner);
        refuseKnown(member);
        Membership changed = change(membership -> membership.with(member));
        ObjectNode reply = reply();
        reply.set("member", json(member));
        reply.set("members", members(changed));
        return reply;
    }

    private void refuseKnown(Member member) {
        Membership membership = process.membership();
        if (membership.get(member.id()).isPresent()) {
            throw EtcdException.precondition("etcdserver: member ID already exist");
        }
        // The id is made of the URLs and the second: one that left in the same second would come back.
        if (membership.removed().contains(member.id())) {
            throw EtcdException.memberNotFound();
        }
        boolean sameUrl = membership.members().values().stream()
                .anyMatch(known -> known.peerUrls().stream().anyMatch(member.peerUrls()::contains));
        if (sameUrl) {
            throw EtcdException.precondition("etcdserver: Peer URLs already exists");
        }
        if (member.learner() && membership.members().values().stream().anyMatch(Member::learner)) {
            throw EtcdException.precondition("etcdserver: too many learner members in cluster");
        }
    }

    ObjectNode remove(long id) {
        refuseLearner();
        Optional<Member> member = process.membership().get(id);
        boolean voter = process.membership().isVoter(id);
        if (voter) {
            refuseUnsafeRemoval(id);
        }
        if (member.isEmpty()) {
            if (network.leaderOf(process).isEmpty()) {
                throw EtcdException.timeout();
            }
            throw EtcdException.memberNotFound();
        }
        Membership changed = change(membership -> membership.without(id));
        ObjectNode reply = reply();
        reply.set("members", members(changed));
        return reply;
    }

    /** A dead member may always go; a living one only if a majority of the rest has been connected for a while. */
    private void refuseUnsafeRemoval(long id) {
        List<Member> rest = process.membership().voters().stream()
                .filter(member -> member.id() != id)
                .toList();
        if (rest.isEmpty() || !startedAreEnough(rest)) {
            throw EtcdException.precondition(NOT_ENOUGH_STARTED);
        }
        boolean dead = id != process.id() && network.reachable(process, id).isEmpty();
        int connected = network.votersConnectedFor(process, HEALTH_INTERVAL);
        if (!dead && connected - 1 < 1 + (rest.size() / 2)) {
            throw EtcdException.unavailable(UNHEALTHY);
        }
    }

    ObjectNode promote(long id) {
        refuseLearner();
        Member member = process.membership().get(id).orElseThrow(EtcdException::memberNotFound);
        if (!member.learner()) {
            throw EtcdException.precondition("etcdserver: can only promote a learner member");
        }
        boolean inSync = member.started()
                && network.reachable(process, id).filter(EtcdProcess::caughtUp).isPresent();
        if (!inSync) {
            throw EtcdException.precondition(
                    "etcdserver: can only promote a learner member which is in sync with leader");
        }
        Membership changed = change(membership -> membership.with(member.promoted()));
        ObjectNode reply = reply();
        reply.set("members", members(changed));
        return reply;
    }

    private static boolean startedAreEnough(List<Member> voters) {
        long started = voters.stream().filter(Member::started).count();
        return (started == 1 && voters.size() == 2) || started >= voters.size() / 2 + 1;
    }

    private void refuseLearner() {
        if (process.learner()) {
            throw EtcdException.forLearner();
        }
    }

    private void refuseUnlessAllConnected() {
        int voters = process.membership().voters().size();
        if (network.votersConnectedFor(process, HEALTH_INTERVAL) < voters) {
            throw EtcdException.unavailable(UNHEALTHY);
        }
    }

    private Membership change(UnaryOperator<Membership> change) {
        return network.append(process, log -> log.change(change.apply(log.membership())))
                .map(Entry::membership)
                .orElseThrow(EtcdException::timeout);
    }

    private ObjectNode reply() {
        ObjectNode reply = Gateway.object();
        reply.set("header", header(process, false));
        return reply;
    }

    /** What heads each answer; zero values are left out, as everywhere in the gateway. */
    static ObjectNode header(EtcdProcess process, boolean withRevision) {
        ObjectNode header = Gateway.object();
        header.put("cluster_id", Long.toUnsignedString(process.clusterId()));
        header.put("member_id", Long.toUnsignedString(process.id()));
        if (withRevision) {
            header.put("revision", Long.toString(process.log().revision()));
        }
        return header.put("raft_term", Long.toString(process.term()));
    }

    private static ArrayNode members(Membership membership) {
        ArrayNode members = Gateway.object().putArray("members");
        membership.members().values().forEach(member -> members.add(json(member)));
        return members;
    }

    private static ObjectNode json(Member member) {
        ObjectNode json = Gateway.object().put("ID", Long.toUnsignedString(member.id()));
        if (member.started()) {
            json.put("name", member.name());
        }
        member.peerUrls().forEach(json.putArray("peerURLs")::add);
        if (!member.clientUrls().isEmpty()) {
            member.clientUrls().forEach(json.putArray("clientURLs")::add);
        }
        if (member.learner()) {
            json.put("isLearner", true);
        }
        return json;
    }

    private static boolean valid(String url) {
        try {
            URI uri = URI.create(url);
            boolean scheme = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return scheme && uri.getPort() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
