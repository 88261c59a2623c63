package dev.quorate.state;

import java.util.List;

/**
 * One StatefulSet as wanted.
 *
 * @param statefulSet the whole object as it is created; updates leave replicas and partition out
 * @param claims the names of its volume claim templates: a pod's claim is {@code <claim>-<set>-<ordinal>}
 */
public record DesiredSet(String name, int replicas, Manifest statefulSet, List<String> claims) {

    public DesiredSet {
        claims = List.copyOf(claims);
    }

    public String podName(int ordinal) {
        return name + "-" + ordinal;
    }
}
