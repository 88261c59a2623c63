package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A StatefulSet as its controller reads it. */
record StatefulSet(ObjectNode tree) implements PodSet {

    private static final Pattern MEMBER = Pattern.compile("(.*)-(\\d{1,9})");

    Key key() {
        return new Key(Kinds.STATEFUL_SET, namespace(), name());
    }

    int start() {
        return spec().path("ordinals").path("start").asInt(0);
    }

    int partition() {
        return spec().path("updateStrategy")
                .path("rollingUpdate")
                .path("partition")
                .asInt(0);
    }

    boolean hasPartition() {
        return spec().path("updateStrategy").hasNonNull("rollingUpdate");
    }

    boolean onDelete() {
        return spec().path("updateStrategy").path("type").asText().equals("OnDelete");
    }

    boolean parallel() {
        return spec().path("podManagementPolicy").asText().equals("Parallel");
    }

    long minReadySeconds() {
        return spec().path("minReadySeconds").asLong(0);
    }

    int revisionHistoryLimit() {
        return spec().path("revisionHistoryLimit").asInt(10);
    }

    String podName(int ordinal) {
        return name() + "-" + ordinal;
    }

    boolean contains(int ordinal) {
        return ordinal >= start() && ordinal < start() + replicas();
    }

    boolean deletesClaimsWhenScaled() {
        return retention("whenScaled").equals("Delete");
    }

    boolean deletesClaimsWhenDeleted() {
        return retention("whenDeleted").equals("Delete");
    }

    private String retention(String when) {
        return spec().path("persistentVolumeClaimRetentionPolicy").path(when).asText("Retain");
    }

    /** The ordinal of a pod of that name in this set; empty when the name is of another form. */
    Optional<Integer> ordinal(String podName) {
        Matcher member = MEMBER.matcher(podName);
        return member.matches() && member.group(1).equals(name())
                ? Optional.of(Integer.parseInt(member.group(2)))
                : Optional.empty();
    }

    /** The name of the set that a pod of this name would belong to. */
    static Optional<String> parentName(String podName) {
        Matcher member = MEMBER.matcher(podName);
        return member.matches() ? Optional.of(member.group(1)) : Optional.empty();
    }

    /** What its pods and revisions carry. */
    ObjectNode ownerReference() {
        return Owners.reference("apps/v1", "StatefulSet", tree);
    }
}
