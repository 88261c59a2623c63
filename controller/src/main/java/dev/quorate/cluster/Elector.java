package dev.quorate.cluster;

/** Whether this process may write. {@code run} always holds a Lease. */
public interface Elector {

    /** True only while the lease is ours and cannot have run out on our own clock. */
    boolean leading();

    /** Names this holder and term: another process, or we after a loss, have another. */
    String term();
}
