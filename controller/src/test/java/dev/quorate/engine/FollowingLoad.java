package dev.quorate.engine;

import dev.quorate.schema.Autoscale.Mode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

/**
 * An engine whose size may follow its load, which it may not really be: no engine with members is autoscaled yet, and what
 * holds for members must hold for the first that is.
 */
public final class FollowingLoad {

    private static final Autoscaling CARE =
            new Autoscaling.Possible(1, Mode.MANUAL, Duration.ofMinutes(5), Duration.ofMinutes(2));

    private FollowingLoad() {}

    /** The same engine, if it may be autoscaled already. */
    public static Engine of(Engine real) {
        List<ComponentTraits> opened =
                real.traits().components().stream().map(FollowingLoad::opened).toList();
        EngineTraits traits = new EngineTraits(
                real.traits().name(),
                real.traits().title(),
                real.traits().defaultVersion(),
                real.traits().provedVersions(),
                opened,
                real.traits().protects());
        return traits.equals(real.traits()) ? real : with(real, traits);
    }

    private static Engine with(Engine real, EngineTraits traits) {
        return (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("traits")) {
                        return traits;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static ComponentTraits opened(ComponentTraits traits) {
        return traits.autoscaling() instanceof Autoscaling.Possible
                ? traits
                : new ComponentTraits(
                        traits.name(),
                        traits.unit(),
                        traits.sets(),
                        traits.sizes(),
                        CARE,
                        traits.join(),
                        traits.afterJoin(),
                        traits.leave(),
                        traits.leaverDuty(),
                        traits.volumeReuse(),
                        traits.peerList(),
                        traits.updateOrder(),
                        traits.quorum(),
                        traits.roleSource(),
                        traits.transport());
    }
}
