package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.git.Poll;
import dev.quorate.loop.AppEntry.Standing;
import dev.quorate.plan.Guard;
import dev.quorate.schema.AppName;
import dev.quorate.schema.SpecReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DesiredAppsTest {

    private static final AppName WEB = World.WEB;

    private final FakeSource source = new FakeSource();
    private DesiredApps apps = new DesiredApps(SpecReader.standard(), Set.of());

    @Test
    void onlyAppsWhoseFilesChangedAreNews() {
        source.write("a.yaml", World.web(1)).write("b.yaml", named("shop", "api"));
        assertEquals(Set.of(WEB, new AppName("shop", "api")), poll());
        source.write("a.yaml", World.web(2));
        assertEquals(Set.of(WEB), poll());
        source.write("README.yaml", "just: text\n");
        assertEquals(Set.of(), poll());
    }

    @Test
    void aCommentIsNoNewSpecAndKeepsItsCommit() {
        source.write("a.yaml", World.web(1));
        poll();
        String commit = entry().lastGood().orElseThrow().source().commit();
        source.write("a.yaml", "# hello\n" + World.web(1));
        poll();
        assertEquals(commit, entry().lastGood().orElseThrow().source().commit());
    }

    @Test
    void aFileThatBreaksHoldsTheLastGoodSpecUntilItIsMended() {
        source.write("a.yaml", World.web(1));
        poll();
        source.write("a.yaml", World.web(2).replace("replicas", "replikas"));
        assertEquals(Set.of(WEB), poll());
        assertEquals(Standing.HELD, entry().standing());
        assertEquals(1, replicas());
        String since = entry().cause().orElseThrow().commit();
        source.write("z.yaml", "x: y\n");
        assertEquals(Set.of(), poll());
        assertEquals(since, entry().cause().orElseThrow().commit());
        source.write("a.yaml", World.web(3));
        poll();
        assertEquals(Standing.CURRENT, entry().standing());
        assertEquals(3, replicas());
        assertEquals(List.of(), apps.problems());
    }

    @Test
    void aFileThatIsNoYamlAnyMoreHoldsTheAppsItHad() {
        source.write("a.yaml", World.web(1));
        poll();
        source.write("a.yaml", World.web(1) + "\n\t: {");
        poll();
        assertEquals(Standing.HELD, entry().standing());
    }

    @Test
    void twoFilesWithOneAppAreBothNamedAndNeitherWins() {
        source.write("a.yaml", World.web(1));
        poll();
        source.write("b.yaml", World.web(5));
        poll();
        assertEquals(Standing.HELD, entry().standing());
        assertEquals(1, replicas());
        String sentence = entry().refusals().get(0).sentence();
        assertTrue(sentence.contains("a.yaml") && sentence.contains("b.yaml"), sentence);
        assertEquals(2, apps.problems().size());
        source.delete("a.yaml");
        poll();
        assertEquals(5, replicas());
    }

    @Test
    void aNewAppThatCannotBeReadHasNoSpecAndIsForgottenWithItsFile() {
        source.write("a.yaml", World.web(2).replace("replicas", "replikas"));
        poll();
        assertEquals(Standing.HELD, entry().standing());
        assertEquals(Optional.empty(), entry().lastGood());
        source.delete("a.yaml");
        assertEquals(Set.of(WEB), poll());
        assertEquals(Optional.empty(), apps.find(WEB));
    }

    @Test
    void anAppIsReleasedWhenItsFileIsGoneAndHeldWhileItIsThere() {
        source.write("a.yaml", World.web(1));
        poll();
        source.write("a.yaml", "kind: ConfigMap\napiVersion: v1\n");
        poll();
        assertEquals(Standing.HELD, entry().standing());
        source.write("a.yaml", World.web(1));
        poll();
        assertEquals(Standing.CURRENT, entry().standing());
        source.delete("a.yaml");
        poll();
        assertEquals(Standing.RELEASED, entry().standing());
    }

    @Test
    void anAppThatWasRemovedWhileNobodyLookedIsReleasedAfterTheRestart() {
        source.write("a.yaml", World.web(1));
        poll();
        AppEntry kept = entry();
        source.delete("a.yaml");
        source.restart();
        apps = new DesiredApps(SpecReader.standard(), Set.of());
        apps.restore(List.of(kept));
        assertEquals(Standing.CURRENT, entry().standing());
        poll();
        assertEquals(Standing.RELEASED, entry().standing());
    }

    @Test
    void whatAMirrorKeptIsNoNewerThanTheBranch() {
        source.write("a.yaml", World.web(1));
        poll();
        AppEntry old = entry();
        source.write("a.yaml", World.web(2));
        poll();
        apps.restore(List.of(old));
        assertEquals(2, replicas());
    }

    @Test
    void aNamespaceThatIsNotAllowedIsAProblemOfTheFile() {
        apps = new DesiredApps(SpecReader.standard(), Set.of("team-a"));
        source.write("a.yaml", World.web(1)).write("b.yaml", named("team-a", "web"));
        poll();
        assertEquals(Standing.FORBIDDEN, entry().standing());
        assertEquals(Guard.NAMESPACE_NOT_ALLOWED, entry().refusals().get(0).guard());
        assertEquals(1, apps.problems().size());
        assertEquals(Set.of(new AppName("team-a", "web")), apps.reporting());
    }

    private Set<AppName> poll() {
        source.commit("ann", "Change");
        return apps.apply((Poll.Moved) source.poll());
    }

    private AppEntry entry() {
        return apps.find(WEB).orElseThrow();
    }

    private int replicas() {
        return entry().lastGood().orElseThrow().app().component().replicas().orElse(-1);
    }

    private static String named(String namespace, String name) {
        return World.web(1).replace("name: web, namespace: shop", "name: " + name + ", namespace: " + namespace);
    }
}
