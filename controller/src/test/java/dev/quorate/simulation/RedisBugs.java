package dev.quorate.simulation;

import dev.quorate.engine.Engine;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.state.MembershipView;
import java.util.Optional;

/** Bugs in how the masters of Redis are moved, its password is changed, and the slots of Redis Cluster. */
final class RedisBugs {

    private RedisBugs() {}

    /** The master is told that its pause is over as soon as it has begun. */
    record Unpaused() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return through(real, Hurried::new);
        }
    }

    /** Whatever is in a slot, it is said to be empty. */
    record SlotsFirst() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return through(real, Overlooking::new);
        }
    }

    /** What members show is not waited for. */
    record Unshown() implements Plant {
        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                MembershipView observe(Membership members, Roster roster) {
                    MembershipView view = members.observe(roster);
                    return view.with(view.passwords().map(passwords -> passwords.after(passwords.next())));
                }
            };
        }
    }

    private interface Way {
        Reach over(Reach real);
    }

    private static Engine through(Engine real, Way way) {
        return new PassingEngine(real) {
            @Override
            public Optional<Membership> membership(Reach reach) {
                return super.membership(way.over(reach));
            }
        };
    }

    private static final class Hurried extends PassingReach {

        private Hurried(Reach real) {
            super(real);
        }

        @Override
        public Reply http(Target target, Call call) throws NoReply {
            Optional<String> body = call.body().map(words -> words.replaceFirst("(\"PAUSE\",)\"\\d+\"", "$1\"1\""));
            return super.http(target, new Call(call.method(), call.path(), body, call.timeout(), call.login()));
        }
    }

    private static final class Overlooking extends PassingReach {

        private Overlooking(Reach real) {
            super(real);
        }

        @Override
        public Reply http(Target target, Call call) throws NoReply {
            Reply reply = super.http(target, call);
            boolean counts = call.path().startsWith("/CLUSTER/COUNTKEYSINSLOT/")
                    || call.body()
                            .filter(words -> words.contains("COUNTKEYSINSLOT"))
                            .isPresent();
            return counts ? new Reply(reply.status(), reply.body().replaceAll("[0-9]+", "0")) : reply;
        }
    }
}
