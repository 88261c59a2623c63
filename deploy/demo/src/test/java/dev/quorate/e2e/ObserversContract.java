package dev.quorate.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Members of ZooKeeper that follow and never vote: a component beside the voters, whose size may follow the load. */
abstract class ObserversContract extends AutoscaleContract {

    private static final ZooKeeper ENGINE = new ZooKeeper();

    private static String observers(String size) {
        return "components: {observers: {" + size
                + ", storage: {size: 1Gi}, pod: {spec: {affinity: {podAffinity: {}}}}}}";
    }

    private AppLife registry(String name, String size) {
        AppLife app = world().app(name);
        app.commit("Add " + name, ENGINE.spec(3, observers(size)));
        app.awaitReady();
        return app;
    }

    @Test
    void observersComeAndGoBesideTheVoters() {
        AppLife app = registry("readers", "replicas: 1");
        AppLife readers = app.component("observers", app.name() + "-observers");
        AppLife voters = app.component("voters", app.name());
        List<String> before = voters.uids();
        ENGINE.write(app, "before", "they came");
        app.commit("Three readers", ENGINE.spec(3, observers("replicas: 3")));
        app.awaitReady();
        assertEquals(3, readers.uids().size());
        assertEquals(List.of("observer", "observer", "observer"), readers.roles());
        assertEquals(6, app.memberIds().size());

        app.commit("Readers and a setting", ENGINE.spec(3, ENGINE.setting(), observers("replicas: 2")));
        app.awaitReady();
        assertEquals(5, app.memberIds().size());
        assertTrue(voters.uids().stream().noneMatch(before::contains));

        readers.scaleAs("kubectl", 1);
        app.awaitSaid("replicas 1 instead of 2, by kubectl at ");
        app.awaitReady();
        List<String> members = app.memberIds();
        readers.loseVolume(1);
        app.await(
                "another is in its place",
                () -> app.ready()
                        && app.memberIds().size() == 5
                        && !app.memberIds().equals(members));

        app.commit("None", ENGINE.spec(3, ENGINE.setting(), observers("replicas: 0")));
        app.awaitReady();
        assertEquals(List.of(), readers.uids());
        assertEquals(3, app.memberIds().size());
        assertEquals("they came", ENGINE.read(app, "before"));
    }

    @Test
    void aPasswordThatPeopleMadeIsLeftAsItIs() {
        AppLife app = world().app("given");
        ZooKeeper.givePassword(app, "only for this test");
        app.commit("Add", ENGINE.spec(1));
        app.awaitReady();
        app.commit("Three", ENGINE.spec(3));
        app.awaitReady();
        assertEquals("only for this test", app.secret("given-superuser", "password"));

        AppLife other = world().app("made-up");
        other.commit("Add", ENGINE.spec(1));
        other.awaitReady();
        assertFalse(other.secret("made-up-superuser", "password").isEmpty());
    }

    @Test
    void observersFollowTheLoadAndEachLeavesBeforeItsPod() {
        AppLife app =
                registry("browsed", "autoscale: {minReplicas: 1, maxReplicas: 3, scaleIn: {mode: Auto, window: 1s}}");
        AppLife readers = app.component("observers", app.name() + "-observers");
        AppLife voters = app.component("voters", app.name());
        List<String> before = voters.uids();
        readers.askAs("kubectl", 9);
        app.await("there are as many as may be", () -> readers.has(3));
        app.awaitReady();
        assertEquals(6, app.memberIds().size());
        readers.askAs("kubectl", 0);
        app.await("one is left", () -> readers.has(1));
        app.awaitReady();
        assertEquals(4, app.memberIds().size());
        assertEquals(before, voters.uids());
        app.awaitRecorded("remove browsed-observers-2 from the cluster");
        assertFalse(app.status().contains("Drift"), app::status);
    }
}
