package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Defaults;
import dev.quorate.engine.Engine;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A Quorate that knows newer defaults changes nothing for an app that runs, until its spec asks for them. */
class EtcdDefaultsTest {

    private static final Engine.Site SITE = new Engine.Site("east", "repo");

    private final EtcdEngine older = new EtcdEngine();
    private final EtcdEngine newer = new EtcdEngine(withOneMore());

    @Test
    void aNewAppGetsTheNewest() {
        StatefulApp app = app("").withDefaultsVersion(Defaults.chosen(newer, app(""), OptionalInt.empty()));
        assertTrue(image(newer, app).endsWith("v3.5.99"), image(newer, app));
    }

    @Test
    void anAppThatRunsKeepsThoseItWasMadeWithToTheLastByte() {
        StatefulApp app = app("").withDefaultsVersion(Defaults.chosen(newer, app(""), OptionalInt.of(1)));
        assertEquals(
                older.desired(app, SITE).components(), newer.desired(app, SITE).components());
    }

    @Test
    void theSpecAsksForOthers() {
        assertEquals(2, Defaults.chosen(newer, app("  defaultsVersion: 2\n"), OptionalInt.of(1)));
        assertEquals(1, Defaults.chosen(newer, app("  defaultsVersion: 1\n"), OptionalInt.of(2)));
    }

    @Test
    void aNumberThatThisVersionDoesNotKnowIsAProblem() {
        assertEquals(
                "unknown-defaults",
                older.check(app("  defaultsVersion: 2\n")).get(0).code());
        assertEquals(List.of(), newer.check(app("  defaultsVersion: 2\n")));
    }

    @Test
    void whatWasReleasedIsNeverChanged() {
        assertEquals(
                new EtcdDefaults(
                        1, "3.5", Map.of(4, 23, 5, 16, 6, 4), "rancher/mirrored-coreos-etcd:v", "busybox:1.37"),
                EtcdDefaults.ALL.get(0));
    }

    private static List<EtcdDefaults> withOneMore() {
        List<EtcdDefaults> all = new ArrayList<>(EtcdDefaults.ALL);
        EtcdDefaults last = EtcdDefaults.newest(all);
        all.add(new EtcdDefaults(2, last.version(), Map.of(4, 23, 5, 99, 6, 4), last.image(), "busybox:1.99"));
        return all;
    }

    private static String image(EtcdEngine engine, StatefulApp app) {
        Manifest set =
                engine.desired(app, SITE).components().get(0).sets().get(0).statefulSet();
        return set.at("/spec/template/spec/containers/0/image").asText();
    }

    private static StatefulApp app(String more) {
        return Apps.read("""
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: locks, namespace: shop}
                spec:
                  engine: etcd
                  replicas: 3
                  storage: {size: 1Gi}
                """ + more);
    }
}
