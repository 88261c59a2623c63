package dev.quorate.simulator.engine.etcd;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The configuration at one point of the log: the members by id, and the ids that can never come back. */
record Membership(Map<Long, Member> members, Set<Long> removed) {

    static Membership of(Collection<Member> members) {
        Map<Long, Member> byId = new TreeMap<>(Long::compareUnsigned);
        members.forEach(member -> byId.put(member.id(), member));
        return new Membership(byId, Set.of());
    }

    Optional<Member> get(long id) {
        return Optional.ofNullable(members.get(id));
    }

    List<Member> voters() {
        return members.values().stream().filter(member -> !member.learner()).toList();
    }

    boolean isVoter(long id) {
        return get(id).filter(member -> !member.learner()).isPresent();
    }

    int majority() {
        return voters().size() / 2 + 1;
    }

    Membership with(Member member) {
        Map<Long, Member> changed = new TreeMap<>(Long::compareUnsigned);
        changed.putAll(members);
        changed.put(member.id(), member);
        return new Membership(changed, removed);
    }

    Membership without(long id) {
        Map<Long, Member> changed = new TreeMap<>(Long::compareUnsigned);
        changed.putAll(members);
        changed.remove(id);
        Set<Long> gone = new HashSet<>(removed);
        gone.add(id);
        return new Membership(changed, Set.copyOf(gone));
    }
}
