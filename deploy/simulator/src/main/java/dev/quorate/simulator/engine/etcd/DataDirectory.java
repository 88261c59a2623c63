package dev.quorate.simulator.engine.etcd;

/** What a member keeps on its volume. */
final class DataDirectory {

    static final String PATH = "data/member";

    private final long clusterId;
    private final long memberId;
    private Entry log;

    DataDirectory(long clusterId, long memberId, Entry log) {
        this.clusterId = clusterId;
        this.memberId = memberId;
        this.log = log;
    }

    long clusterId() {
        return clusterId;
    }

    long memberId() {
        return memberId;
    }

    Entry log() {
        return log;
    }

    void log(Entry newest) {
        log = newest;
    }
}
