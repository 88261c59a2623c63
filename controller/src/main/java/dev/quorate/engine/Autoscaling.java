package dev.quorate.engine;

import dev.quorate.schema.Autoscale;
import java.time.Duration;

/** Whether the size of a component may follow its load, and how carefully. */
public sealed interface Autoscaling {

    /** @param why the rest of a sentence that begins with the component */
    record Never(String why) implements Autoscaling {}

    /**
     * @param floor the smallest {@code minReplicas}
     * @param scaleIn who lets members leave where the file does not say
     * @param window so long fewer must have been asked for before one leaves, where the file does not say
     * @param settle so long after the end of any work nothing is accepted: load that the work itself made says nothing
     */
    record Possible(int floor, Autoscale.Mode scaleIn, Duration window, Duration settle) implements Autoscaling {}
}
