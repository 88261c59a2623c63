package dev.quorate.simulator.engine.etcd;

import java.util.List;

/** A member as the cluster's configuration names it; name and client URLs are empty until it has started once. */
record Member(long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {

    boolean started() {
        return !name.isEmpty();
    }

    Member named(String newName, List<String> newClientUrls) {
        return new Member(id, newName, peerUrls, newClientUrls, learner);
    }

    Member promoted() {
        return new Member(id, name, peerUrls, clientUrls, false);
    }
}
