package dev.quorate.engine;

import dev.quorate.engine.Autoscaling.ScaleIn;
import dev.quorate.schema.Autoscale.Mode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

/**
 * An engine whose size may follow its load, which it may not really be: what holds for those that found clusters must hold for
 * the first of them that is autoscaled.
 */
public final class FollowingLoad {

    private static final Duration SETTLE = Duration.ofMinutes(2);

    private FollowingLoad() {}

    public static Engine of(Engine real) {
        return of(real, SETTLE);
    }

    /** @param settle so long it waits after any work */
    public static Engine of(Engine real, Duration settle) {
        List<ComponentTraits> opened = real.traits().components().stream()
                .map(traits -> opened(traits, care(traits.autoscaling(), settle)))
                .toList();
        EngineTraits traits = new EngineTraits(
                real.traits().name(),
                real.traits().title(),
                real.traits().defaultVersion(),
                real.traits().provedVersions(),
                opened,
                real.traits().protects());
        return with(real, traits);
    }

    private static Autoscaling care(Autoscaling real, Duration settle) {
        return real instanceof Autoscaling.Possible possible
                ? possible.settling(settle)
                : new Autoscaling.Possible(1, ScaleIn.unlessSaid(Mode.MANUAL, Duration.ofMinutes(5)), settle);
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

    private static ComponentTraits opened(ComponentTraits traits, Autoscaling care) {
        return new ComponentTraits(
                traits.name(),
                traits.unit(),
                traits.sets(),
                traits.sizes(),
                care,
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
