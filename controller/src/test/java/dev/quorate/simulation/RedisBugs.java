package dev.quorate.simulation;

import dev.quorate.engine.Engine;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.state.MembershipView;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Bugs in how the master of Redis is moved. */
final class RedisBugs {

    private RedisBugs() {}

    /** The master is told that its pause is over as soon as it has begun. */
    record Unpaused() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                public Optional<Membership> membership(Reach reach) {
                    return super.membership(new Hurried(reach));
                }
            };
        }
    }

    /** The next step of a change of the password does not wait for members to show the one before. */
    record Unshown() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                MembershipView observe(Membership members, Roster roster) {
                    MembershipView seen = members.observe(roster);
                    return seen.with(seen.passwords().map(passwords -> passwords.after(passwords.next())));
                }
            };
        }
    }

    private record Hurried(Reach real) implements Reach {
        @Override
        public Reply http(Target target, Call call) throws NoReply {
            Optional<String> body = call.body().map(words -> words.replaceFirst("(\"PAUSE\",)\"\\d+\"", "$1\"1\""));
            return real.http(target, new Call(call.method(), call.path(), body, call.timeout(), call.login()));
        }

        @Override
        public Exit exec(Target target, Command command) throws NoReply {
            return real.exec(target, command);
        }

        @Override
        public String secret(String namespace, String name, String key) throws NoReply {
            return real.secret(namespace, name, key);
        }

        @Override
        public Values secret(String namespace, String name) throws NoReply {
            return real.secret(namespace, name);
        }

        @Override
        public void keep(Values before, Map<String, String> values, Set<String> madeUp) throws NoReply {
            real.keep(before, values, madeUp);
        }
    }
}
