package dev.quorate.demo;

import dev.quorate.cli.CliException;
import java.util.List;
import java.util.Map;

/** The engines that the demo can show: one line each. */
final class DemoEngines {

    private DemoEngines() {}

    static DemoEngine named(String name, Map<String, String> environment) {
        List<DemoEngine> all = List.of(
                new DemoEtcd(environment),
                new DemoZooKeeper(environment),
                new DemoRabbit(environment),
                new DemoRedis(environment));
        return all.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CliException("The demo does not show " + name + ". It has "
                        + String.join(", ", all.stream().map(DemoEngine::name).toList()) + "."));
    }
}
