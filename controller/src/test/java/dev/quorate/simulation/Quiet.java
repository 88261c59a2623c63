package dev.quorate.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The controller warns of every fault that is put in its way: a run has a timeline for that. */
final class Quiet {

    private Quiet() {}

    static void logs() {
        ((Logger) LoggerFactory.getLogger("dev.quorate")).setLevel(Level.OFF);
    }
}
