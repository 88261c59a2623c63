package dev.quorate.engine.zookeeper;

import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.util.Optional;

/** What is asked of members, one exchange each. */
interface Ensemble {

    /** A word of four letters that needs no session, and what the member says to it. */
    String ask(AppName app, Roster.Pod pod, Word word) throws NoReply;

    /** Through any serving member. Empty when it is done and a write has gone through the members of after it. */
    Optional<ZooKeeperRefusal> change(AppName app, Roster.Pod via, Change change) throws NoReply;

    enum Word {
        /** Whether it serves, and as what. */
        SRVR,
        /** Who it is, and who it knows. */
        CONF
    }

    /**
     * A step from one list to the next; with neither, a write that changes nothing.
     *
     * @param joining the line of a server that joins or changes its duty
     * @param leaving the id of one that leaves
     * @param from the version of the list that this was decided on: on any other it is refused
     */
    record Change(Optional<String> joining, Optional<String> leaving, long from) {

        static Change listing(String id, String line, long from) {
            return new Change(Optional.of("server." + id + "=" + line), Optional.empty(), from);
        }

        static Change without(String id, long from) {
            return new Change(Optional.empty(), Optional.of(id), from);
        }

        static Change nothing() {
            return new Change(Optional.empty(), Optional.empty(), -1);
        }

        boolean changesTheList() {
            return joining.isPresent() || leaving.isPresent();
        }
    }
}
