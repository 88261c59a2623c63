package dev.quorate.engine;

import dev.quorate.schema.StatefulApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** How a snapshot of an engine's cluster is taken and known to be whole; where it is kept is no matter of the engine's. */
public interface Snapshots {

    /** Where members of an app answer, from inside of the cluster. */
    List<String> endpoints(StatefulApp app);

    /**
     * Writes one snapshot to a file, from the best of these endpoints.
     *
     * @throws IOException if none was taken; what was written by then is worth nothing
     */
    Taken take(Members members, List<String> endpoints, OutputStream file) throws IOException;

    /** Why a file is no whole snapshot, as a sentence without its end; empty when it is one. */
    Optional<String> fault(InputStream file, long size) throws IOException;

    /** Why a cluster of one version cannot start from a snapshot of another, as a sentence without its end. */
    Optional<String> refusal(String taken, String version);

    /**
     * @param version of the member that gave it
     * @param revision the engine's own number of the newest change that is surely in it
     */
    record Taken(String version, long revision) {}

    /** The way to members from where snapshots are taken. */
    @FunctionalInterface
    interface Members {

        /** The body of an answer of success, as it comes; any other is an exception with what the member said. */
        InputStream post(String url, String body) throws IOException;
    }
}
