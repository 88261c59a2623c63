package dev.quorate.simulation;

import dev.quorate.engine.Reach;
import java.util.Map;
import java.util.Set;

/** Passes every call on, so that a planted bug can differ in one. */
class PassingReach implements Reach {

    private final Reach real;

    PassingReach(Reach real) {
        this.real = real;
    }

    @Override
    public Reply http(Target target, Call call) throws NoReply {
        return real.http(target, call);
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
