package dev.quorate.engine.etcd;

import dev.quorate.engine.AppObjects;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.Locale;
import java.util.stream.Collectors;

/** What members read at their start: one key for each pod that may start, and the script that obeys it. */
final class EtcdStart {

    private static final String MAKES_BLANK = "if [ ! -e \"$current\" ]; then\n";

    private EtcdStart() {}

    static Manifest configMap(AppObjects objects, AppName app, String set, AppMemory memory, Addresses addresses) {
        return StartConfigs.of(objects, EtcdEngine.NAME, set, memory, admission -> lines(app, admission, addresses));
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
        return StartConfigs.script(EtcdStart.class, "start.sh");
    }

    /**
     * With a snapshot that founders start from. The script of all others has no word of it: each change of that one restarts
     * their pods.
     */
    static String scriptOfRestored() {
        String whole = script();
        int at = whole.indexOf(MAKES_BLANK);
        if (at < 0 || whole.indexOf(MAKES_BLANK, at + 1) >= 0) {
            throw new IllegalStateException("start.sh does not have this line once: " + MAKES_BLANK);
        }
        String before = StartConfigs.script(EtcdStart.class, "found-from-snapshot.sh");
        return whole.substring(0, at) + before + "el" + whole.substring(at);
    }

    /** What makes the volume of a founder from a snapshot. */
    static String restoreScript() {
        return StartConfigs.script(EtcdStart.class, "restore.sh");
    }
}
