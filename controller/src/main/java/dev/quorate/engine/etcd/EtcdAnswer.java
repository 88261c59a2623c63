package dev.quorate.engine.etcd;

import dev.quorate.engine.Roster;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one pod said when it was asked who it is and who the members are.
 *
 * @param members empty also for a learner, which may not say
 * @param trouble why it is silent, or why its list may be an old one; empty if nothing went wrong
 */
record EtcdAnswer(Roster.Pod pod, Optional<Status> status, Optional<List<Listed>> members, String trouble) {

    static EtcdAnswer silence(Roster.Pod pod, String trouble) {
        return new EtcdAnswer(pod, Optional.empty(), Optional.empty(), trouble);
    }

    boolean from(String memberId) {
        return status.filter(word -> word.memberId().equals(memberId)).isPresent();
    }

    /** What the members must agree on; the name is left out, since a member gets it when it starts. */
    Optional<Set<Listed>> list() {
        return members.map(all -> {
            Set<Listed> nameless = new HashSet<>();
            all.forEach(member -> nameless.add(new Listed(member.id(), "", member.peerUrl(), member.learner())));
            return nameless;
        });
    }

    /**
     * A member's word about itself. Ids are unsigned 64-bit numbers, kept as the decimal texts that etcd writes and reads.
     *
     * @param leader empty if it knows none
     * @param errors no leader, and the alarms of the cluster
     */
    record Status(
            String clusterId,
            String memberId,
            String version,
            Optional<String> leader,
            long raftIndex,
            long appliedIndex,
            List<String> errors) {}

    /**
     * One entry of a member list.
     *
     * @param name empty for a member that has not started
     */
    record Listed(String id, String name, String peerUrl, boolean learner) {}
}
