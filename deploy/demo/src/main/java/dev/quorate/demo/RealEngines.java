package dev.quorate.demo;

import dev.quorate.cli.CliException;
import java.util.List;
import java.util.Map;

/** The engines that the demo can show with real processes: one line each. */
final class RealEngines {

    private RealEngines() {}

    static RealEngine named(String name, Map<String, String> environment) {
        List<RealEngine> all = List.of(new RealEtcd(environment), new RealZooKeeper(environment), new RealRabbit(environment));
        return all.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CliException("The demo has no real " + name + ". It has "
                        + String.join(", ", all.stream().map(RealEngine::name).toList()) + "."));
    }
}
