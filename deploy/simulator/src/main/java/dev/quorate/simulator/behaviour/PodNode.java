package dev.quorate.simulator.behaviour;

import dev.quorate.simulator.store.Key;
import java.util.List;
import java.util.Optional;

/** What a simulated pod needs of the kubelet of its node. */
interface PodNode {
    Cluster cluster();

    Disturbances disturbances();

    Volumes volumes();

    Addresses addresses();

    void opened(SimulatedPod pod, List<Integer> ports);

    void closed(String address);

    Optional<Pod> read(Key pod);

    String hostAddress(String node);
}
