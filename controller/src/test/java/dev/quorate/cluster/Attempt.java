package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.quorate.cluster.ClusterException.Reason;

/** A call that others may have been quicker than. */
interface Attempt {

    void run() throws ClusterException;

    /** As often as others write to the same object at the same time, as a set's own controller does at first. */
    static void again(Attempt attempt) throws ClusterException {
        for (int i = 0; i < 20; i++) {
            try {
                attempt.run();
                return;
            } catch (ClusterException no) {
                assertEquals(Reason.CONFLICT, no.reason(), no.getMessage());
            }
        }
        attempt.run();
    }

    static void conflicts(Attempt attempt) {
        ClusterException no = assertThrows(ClusterException.class, attempt::run);
        assertEquals(Reason.CONFLICT, no.reason(), no.getMessage());
    }
}
