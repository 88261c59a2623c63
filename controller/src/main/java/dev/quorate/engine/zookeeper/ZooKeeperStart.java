package dev.quorate.engine.zookeeper;

import dev.quorate.engine.AppObjects;
import dev.quorate.engine.StartConfigs;
import dev.quorate.engine.zookeeper.Addresses.Duty;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.Locale;
import java.util.stream.Collectors;

/** What members read at their start: one key for each pod that may start, and the script that obeys it. */
final class ZooKeeperStart {

    private ZooKeeperStart() {}

    static Manifest configMap(AppObjects objects, AppName app, String set, AppMemory memory, Addresses addresses) {
        return StartConfigs.of(
                objects, ZooKeeperEngine.VOTERS, set, memory, admission -> lines(app, admission, addresses));
    }

    static String lines(AppName app, Admission admission, Addresses addresses) {
        return "incarnation=" + admission.incarnation() + "\n"
                + "state=" + admission.state().name().toLowerCase(Locale.ROOT) + "\n"
                + (admission.state() == Admission.State.EXISTING
                        ? ask(app, admission, addresses)
                        : founders(app, admission, addresses));
    }

    /** Only a founder is told who the members are: everybody else is listed, and asks. */
    private static String founders(AppName app, Admission admission, Addresses addresses) {
        StringBuilder lines = new StringBuilder();
        for (int id = 1; id <= admission.peers().size(); id++) {
            String host = addresses.host(
                    app.namespace(), admission.set(), admission.peers().get(id - 1));
            lines.append("server.")
                    .append(id)
                    .append('=')
                    .append(addresses.listed(host, Duty.PARTICIPANT))
                    .append('\n');
        }
        return lines.toString();
    }

    private static String ask(AppName app, Admission admission, Addresses addresses) {
        return admission.peers().stream()
                .filter(pod -> !pod.equals(admission.pod()))
                .map(pod -> addresses.host(app.namespace(), admission.set(), pod))
                .collect(Collectors.joining(" ", "ask=", "\n"));
    }

    static String script() {
        return StartConfigs.script(ZooKeeperStart.class, "start.sh");
    }
}
