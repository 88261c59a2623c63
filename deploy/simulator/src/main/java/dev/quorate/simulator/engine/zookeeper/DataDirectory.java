package dev.quorate.simulator.engine.zookeeper;

/** What a member keeps on its volume. */
final class DataDirectory {

    static final String PATH = "current/data";

    private final long id;
    private Entry log;

    DataDirectory(long id, Entry log) {
        this.id = id;
        this.log = log;
    }

    long id() {
        return id;
    }

    Entry log() {
        return log;
    }

    void log(Entry newest) {
        log = newest;
    }
}
