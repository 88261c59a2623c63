package dev.quorate.simulator.behaviour;

import java.util.HashMap;
import java.util.Map;

/** The content of all volumes: persistent ones by the name of their PersistentVolume, others by pod and name. */
final class Volumes {

    private final Map<String, Volume> persistent = new HashMap<>();
    private final Map<String, Map<String, Volume>> ephemeral = new HashMap<>();

    Volume persistent(String volumeName) {
        return persistent.computeIfAbsent(volumeName, any -> new Volume());
    }

    /** An emptyDir of a pod: gone with it. */
    Volume ephemeral(String podUid, String name) {
        return ephemeral.computeIfAbsent(podUid, any -> new HashMap<>()).computeIfAbsent(name, any -> new Volume());
    }

    void forget(String volumeName) {
        persistent.remove(volumeName);
    }

    void forgetEphemeral(String podUid) {
        ephemeral.remove(podUid);
    }
}
