package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.util.ArrayList;
import java.util.List;

/** The way to one node. */
interface Servers {

    /** A connection that has given the password and stays open: what a server closed is not opened again unseen. */
    Session open(AppName app, Roster.Pod pod) throws NoReply;

    /** What nodes ask of each other, too. */
    String password(AppName app) throws NoReply;

    interface Session extends AutoCloseable {

        /** The answer as it came, each byte a character: a text, a number, a list of answers, or null for nothing. */
        JsonNode call(String... words) throws NoReply, Refused;

        /** One after the other, which need not wait for the answer to the one before; the first refusal stands for all. */
        default List<JsonNode> callAll(List<List<String>> commands) throws NoReply, Refused {
            List<JsonNode> answers = new ArrayList<>();
            for (List<String> words : commands) {
                answers.add(call(words.toArray(String[]::new)));
            }
            return answers;
        }

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
