package dev.quorate.simulation;

import dev.quorate.engine.Engine;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import java.util.Optional;

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
    }
}
