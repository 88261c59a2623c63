package dev.quorate.simulator.behaviour;

import java.util.HashMap;
import java.util.Map;

/** The content of all volumes: persistent ones by the name of their PersistentVolume, others by pod and name. */
final class Volumes {

    private final Map<String, Volume> byName = new HashMap<>();

    Volume persistent(String volumeName) {
        return byName.computeIfAbsent(volumeName, any -> new Volume());
    }

    /** The emptyDir of a pod: gone with it. */
    Volume ephemeral(String podUid, String name) {
        return byName.computeIfAbsent(podUid + "/" + name, any -> new Volume());
    }

    void forget(String volumeName) {
        byName.remove(volumeName);
    }

    void forgetEphemeral(String podUid) {
        byName.keySet().removeIf(name -> name.startsWith(podUid + "/"));
    }
}
