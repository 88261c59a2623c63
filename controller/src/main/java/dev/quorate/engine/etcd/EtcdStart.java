package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.AppObjects;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What members read at their start: one key for each pod that may start, and the script that obeys it. */
final class EtcdStart {

    private EtcdStart() {}

    static String configMapName(String set) {
        return set + "-start";
    }

    static Manifest configMap(AppObjects objects, AppName app, String set, AppMemory memory, Addresses addresses) {
        ObjectNode configMap = objects.object(Kind.CONFIG_MAP, configMapName(set));
        ObjectNode data = configMap.putObject("data");
        List<Admission> admissions = memory.admissions(set).stream()
                .sorted(Comparator.comparingInt(Admission::ordinal))
                .toList();
        admissions.forEach(admission -> data.put(admission.pod(), lines(app, admission, addresses)));
        return StartConfigs.annotate(new Manifest(configMap), EtcdEngine.NAME, memory);
    }

    /** The founders share one incarnation, which makes their token that of no other cluster; joiners need none. */
    static String lines(AppName app, Admission admission, Addresses addresses) {
        String cluster = admission.peers().stream()
                .map(pod -> pod + "=" + addresses.peerUrl(app.namespace(), admission.set(), pod))
                .collect(Collectors.joining(","));
        return "incarnation=" + admission.incarnation() + "\n"
                + "state=" + admission.state().name().toLowerCase(Locale.ROOT) + "\n"
                + "initial-cluster=" + cluster + "\n"
                + "initial-cluster-token=" + app.namespace() + "." + app.name() + "." + admission.incarnation() + "\n";
    }

    static String script() {
        try (InputStream script = EtcdStart.class.getResourceAsStream("start.sh")) {
            if (script == null) {
                throw new IllegalStateException("start.sh is missing beside the compiled classes");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("start.sh cannot be read", e);
        }
    }
}
