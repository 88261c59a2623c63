package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;

/** The way to one server, which is a redis or a sentinel by its port. */
interface Servers {

    /** A connection that has given the password and stays open: what a server closed is not opened again unseen. */
    Session open(AppName app, Roster.Pod pod, int port) throws NoReply;

    interface Session extends AutoCloseable {

        /** The answer as it came: a text, a number, a list of answers, or null for nothing. */
        JsonNode call(String... words) throws NoReply, Refused;

        @Override
        void close();
    }

    /** The server's own error, by its own sentence. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
