package dev.quorate.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only a person can answer: refused with a line to write, not done for a wrong answer, done for the right one, once. */
abstract class AnswersContract extends MembersContract {

    @ParameterizedTest
    @MethodSource("engines")
    void aVolumeThatIsLostForGoodIsGivenUpWhenAPersonSaysSo(MemberEngine engine) {
        AppLife app = three(engine, "claim-lost");
        List<String> members = app.memberIds();
        engine.write(app, "before", "the accident");
        String claim = app.claimUid(1);
        app.losePersistentVolume(1);
        String line = app.awaitQuestion("VolumeLost");
        assertTrue(line.contains("member: data-" + app.name() + "-1/" + claim + ","), line);
        assertTrue(app.plan().contains(line), app::plan);
        assertTrue(app.status().contains("VolumeLost"), app::status);

        app.commit("Not this one", engine.spec(3, line.replace("-1/", "-2/")));
        app.awaitAskedAgain(line);
        assertEquals(claim, app.claimUid(1));

        app.commit("Give it up", engine.spec(3, line.replace("...", "the disk is shredded")));
        app.awaitReady();
        app.awaitRecorded("as acknowledged (the disk is shredded)");
        assertEquals(3, app.memberIds().size());
        assertEquals(
                engine.knownByVolume() ? 2 : 3,
                app.memberIds().stream().filter(members::contains).count());
        assertEquals("the accident", engine.read(app, "before"));
    }

    @Test
    void aPodOfNoEngineStartsWithoutDataWhenAPersonSaysSo() {
        AppLife app = world().app("plain-lost");
        app.commit("Add", withVolumes("1Gi"));
        app.awaitReady();
        List<String> pods = app.uids();
        app.losePersistentVolume(0);
        String line = app.awaitQuestion("VolumeLost");
        app.commit("Give it up", withVolumes("1Gi") + line.replace("...", "it was a cache") + "\n");
        app.awaitReady();
        app.awaitRecorded("as acknowledged (it was a cache)");
        assertEquals(pods.get(1), app.uids().get(1));
    }

    @ParameterizedTest
    @MethodSource("enginesThatAdd")
    void aMemberThatNobodyAskedForLeavesWhenAPersonSaysSo(MemberEngine engine) {
        AppLife app = three(engine, "stranger");
        List<String> members = app.memberIds();
        List<String> pods = app.uids();
        engine.write(app, "before", "the stranger");
        engine.addStranger(app);
        String line = app.awaitQuestion("UnknownMember");
        assertTrue(app.plan().contains(line), app::plan);
        assertTrue(app.status().contains("UnknownMember"), app::status);

        String another = "/" + members.get(0) + ",";
        app.commit("Not that one", engine.spec(3, line.replaceFirst("/[^,]+,", another)));
        app.awaitAskedAgain(line);

        app.commit("Remove it", engine.spec(3, line.replace("...", "a typing mistake")));
        app.awaitReady();
        app.awaitRecorded("as acknowledged (a typing mistake)");
        assertEquals(members, app.memberIds());
        assertEquals(pods, app.uids());
        assertEquals("the stranger", engine.read(app, "before"));
    }

    /** What only the leaver has is lost with it: a person lets it go, or moves it. */
    @Test
    void aQueueOfOneMemberGoesWhenAPersonSaysSo() {
        RabbitMq rabbitmq = new RabbitMq();
        AppLife app = three(rabbitmq, "alone");
        rabbitmq.write(app, "before", "the leave");
        rabbitmq.declare(app, 2, "prices", "classic");
        app.commit("Only one", rabbitmq.spec(1));
        String line = app.awaitQuestion("DataOnlyThere");
        assertEquals(3, app.pods().size());
        assertTrue(app.plan().contains("queue prices in /"), app::plan);

        app.commit("Not that one", rabbitmq.spec(1, line.replace("-2/", "-1/")));
        app.awaitAskedAgain(line);
        app.commit("Let it go", rabbitmq.spec(1, line.replace("...", "prices are sent again every minute")));
        app.awaitReady();
        assertEquals(1, app.pods().size());
        assertEquals("the leave", rabbitmq.read(app, "before"));
    }
}
