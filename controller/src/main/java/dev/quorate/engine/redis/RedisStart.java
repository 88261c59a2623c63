package dev.quorate.engine.redis;

import dev.quorate.engine.AppObjects;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What members read at their start: one key for each pod that may start, and the scripts that obey it. */
final class RedisStart {

    private RedisStart() {}

    static Manifest configMap(
            AppObjects objects, AppName app, String component, AppMemory memory, Addresses addresses) {
        return StartConfigs.of(
                objects,
                component,
                RedisEngine.set(app, component),
                memory,
                admission -> component.equals(RedisEngine.SENTINELS)
                        ? sentinel(app, admission, addresses)
                        : redis(app, admission, memory, addresses));
    }

    /** Only founders are told whom to watch and who they are: later ones ask those that watch already. */
    static String sentinel(AppName app, Admission admission, Addresses addresses) {
        return switch (admission.state()) {
            case NEW ->
                common(admission) + "master="
                        + addresses.host(app.namespace(), app.name(), app.name() + "-0") + "\nfounders="
                        + admission.peers().stream()
                                .map(pod -> pod + "@" + addresses.host(app.namespace(), admission.set(), pod))
                                .collect(Collectors.joining(" "))
                        + "\n";
            case EXISTING ->
                common(admission) + "ask="
                        + hosts(
                                app,
                                admission.set(),
                                admission.peers().stream().filter(pod -> !pod.equals(admission.pod())),
                                addresses)
                        + "\n";
            case STARTED -> common(admission);
        };
    }

    /** All sentinels there are, since it goes by their majority. */
    static String redis(AppName app, Admission admission, AppMemory memory, Addresses addresses) {
        String set = RedisEngine.set(app, RedisEngine.SENTINELS);
        List<Admission> sentinels = memory.admissions(set);
        String founders = admission.state() == Admission.State.NEW
                ? "founders=" + hosts(app, admission.set(), admission.peers().stream(), addresses) + "\n"
                : "";
        return common(admission) + "sentinels="
                + hosts(app, set, sentinels.stream().map(Admission::pod).sorted(), addresses) + "\n" + founders;
    }

    private static String common(Admission admission) {
        return "incarnation=" + admission.incarnation() + "\n" + "state="
                + admission.state().name().toLowerCase(Locale.ROOT) + "\n";
    }

    private static String hosts(AppName app, String set, Stream<String> pods, Addresses addresses) {
        return pods.map(pod -> addresses.host(app.namespace(), set, pod)).collect(Collectors.joining(" "));
    }

    static String script(String name) {
        return StartConfigs.script(RedisStart.class, "ask.sh") + StartConfigs.script(RedisStart.class, name);
    }
}
