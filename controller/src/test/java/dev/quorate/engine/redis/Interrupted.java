package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The real servers, with something that happens before a call that changes them, or after it. */
final class Interrupted implements Servers {

    private static final Set<String> CHANGES =
            Set.of("CONFIG SET", "CLIENT PAUSE", "SENTINEL FAILOVER", "SENTINEL RESET", "SENTINEL SET");

    private final Servers servers;
    private final Interruption interruption;

    interface Interruption {

        /** @param call the first two words */
        default void before(String call) throws NoReply {}

        default void after(String call, String words) throws NoReply {}
    }

    Interrupted(Servers servers, Interruption interruption) {
        this.servers = servers;
        this.interruption = interruption;
    }

    /** Each change is done, and the first time nobody hears of it: as if the controller had ended right after the call. */
    static final class LostReplies implements Interruption {

        private final Set<String> lost = new HashSet<>();

        @Override
        public void after(String call, String words) throws NoReply {
            if (lost.add(words)) {
                throw new NoReply("the controller has ended", true);
            }
        }

        int count() {
            return lost.size();
        }
    }

    @Override
    public Session open(AppName app, Roster.Pod pod, int port) throws NoReply {
        Session session = servers.open(app, pod, port);
        return new Session() {
            @Override
            public JsonNode call(String... words) throws NoReply, Refused {
                String call = String.join(" ", List.of(words).subList(0, Math.min(2, words.length)));
                if (!CHANGES.contains(call)) {
                    return session.call(words);
                }
                interruption.before(call);
                JsonNode reply = session.call(words);
                interruption.after(call, pod.name() + " " + String.join(" ", words));
                return reply;
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
