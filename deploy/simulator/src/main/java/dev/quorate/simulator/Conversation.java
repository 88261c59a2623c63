package dev.quorate.simulator;

import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Function;

/** A protocol that is not HTTP, as the program of a pod speaks it with one client. */
@FunctionalInterface
public interface Conversation {

    /**
     * Until either is gone.
     *
     * @param pod asks the program; empty when it does not run any more
     */
    void hold(Socket client, Function<ProgramRequest, Optional<ProgramReply>> pod) throws IOException;
}
