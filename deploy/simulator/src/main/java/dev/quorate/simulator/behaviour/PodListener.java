package dev.quorate.simulator.behaviour;

import java.util.List;

/** Told when the program of a pod begins and ends to listen, so that its ports can be opened for real. */
public interface PodListener {

    PodListener NONE = new PodListener() {
        @Override
        public void opened(String address, List<Integer> ports) {}

        @Override
        public void closed(String address) {}
    };

    void opened(String address, List<Integer> ports);

    void closed(String address);
}
