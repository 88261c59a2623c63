package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The real nodes, with something that happens before a call that changes them, or after it. */
final class Interrupted implements Servers {

    private static final Set<String> CHANGES = Set.of("SETSLOT", "FAILOVER", "FORGET", "MIGRATE", "EVAL");

    private final Servers servers;
    private final Interruption interruption;

    interface Interruption {

        /** @param call what it is that changes something */
        default void before(String call) throws NoReply {}

        default void after(String call) throws NoReply {}
    }

    Interrupted(Servers servers, Interruption interruption) {
        this.servers = servers;
        this.interruption = interruption;
    }

    /** Now and then a change is done and nobody hears of it: as if the controller had ended right after the call. */
    static final class LostReplies implements Interruption {

        /** Of each kind of call; a later one finds the cluster in another state than the first. */
        private static final Set<Integer> LOST = Set.of(1, 2, 70, 700);

        private final Map<String, Integer> calls = new HashMap<>();
        private int lost;

        @Override
        public void after(String call) throws NoReply {
            if (LOST.contains(calls.merge(call, 1, Integer::sum))) {
                lost++;
                throw new NoReply("the controller has ended", true);
            }
        }

        int count() {
            return lost;
        }
    }

    @Override
    public String password(AppName app) throws NoReply {
        return servers.password(app);
    }

    @Override
    public Session open(AppName app, Roster.Pod pod) throws NoReply {
        Session session = servers.open(app, pod);
        return new Session() {
            @Override
            public JsonNode call(String... words) throws NoReply, Refused {
                String name = words.length > 1 && words[0].equals("CLUSTER") ? words[1] : words[0];
                if (!CHANGES.contains(name)) {
                    return session.call(words);
                }
                String call = name.equals("SETSLOT") ? List.of(words).get(3) : name;
                interruption.before(call);
                JsonNode reply = session.call(words);
                interruption.after(call);
                return reply;
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
