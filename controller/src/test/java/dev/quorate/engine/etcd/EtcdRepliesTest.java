package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.etcd.EtcdAnswer.Listed;
import dev.quorate.engine.etcd.EtcdAnswer.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdRepliesTest {

    @Test
    void aStatusNamesMemberClusterLeaderAndIndex() {
        assertEquals(
                Optional.of(new Status(
                        "7407248617955164844",
                        "316090113440035819",
                        "3.4.23",
                        Optional.of("9172718427417019701"),
                        8,
                        8,
                        List.of())),
                EtcdReplies.status(Recorded.of("3.4").reply("status")));
    }

    @Test
    void idsBeyondTheSignedRangeStayAsTheyAreWritten() {
        Status status = EtcdReplies.status(Recorded.of("3.5").reply("status")).orElseThrow();
        assertEquals("15175433975752603630", status.memberId());
        assertTrue(Long.compareUnsigned(Long.parseUnsignedLong(status.memberId()), Long.MAX_VALUE) > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5"})
    void aMemberThatLostItsLeaderNamesNone(String version) {
        Status status = EtcdReplies.status(Recorded.of(version).reply("quorumlost-status"))
                .orElseThrow();
        assertEquals(Optional.empty(), status.leader());
        assertEquals(List.of("etcdserver: no leader"), status.errors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5"})
    void aListTellsLearnersAndWhoHasNotStarted(String version) {
        List<Listed> members = EtcdReplies.members(Recorded.of(version).reply("list-with-unstarted"))
                .orElseThrow();
        assertEquals(4, members.size());
        Listed learner = members.stream().filter(Listed::learner).findFirst().orElseThrow();
        assertEquals("", learner.name());
        assertTrue(learner.peerUrl().endsWith(".4:2380"));
        assertEquals(
                3, members.stream().filter(member -> !member.name().isEmpty()).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5"})
    void aLearnerSaysWhoItIsAndNotWhoTheMembersAre(String version) {
        Recorded recorded = Recorded.of(version);
        assertTrue(EtcdReplies.status(recorded.reply("lasting-learner status")).isPresent());
        assertTrue(EtcdReplies.members(recorded.reply("lasting-learner list")).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "early-add, NOT_STABLE",
        "add-dup, ALREADY_ADDED",
        "add-second-learner, TOO_MANY_LEARNERS",
        "promote-unstarted, NOT_IN_SYNC",
        "promote-again, NOT_A_LEARNER",
        "promote-unknown, MEMBER_NOT_FOUND",
        "remove-again, MEMBER_NOT_FOUND",
        "transfer-to-follower-sent-wrong, NOT_LEADER",
        "transfer-unknown, BAD_TRANSFEREE",
        "one-dead-remove-healthy, NOT_STABLE",
        "quorumlost-alarm, NOT_KNOWN",
        "quorumlost-transfer, NOT_LEADER",
        "lasting-learner promote, LEARNER_ASKED",
        "bad-id, OTHER",
        "not-there, OTHER",
    })
    void bothVersionsRefuseInWordsThatAreUnderstood(String exchange, EtcdRefusal expected) {
        for (String version : List.of("3.4", "3.5")) {
            Reply reply = Recorded.of(version).reply(exchange);
            assertFalse(EtcdReplies.isOk(reply), exchange);
            assertEquals(expected, EtcdRefusal.of(EtcdReplies.error(reply)), version);
        }
    }

    @Test
    void everyRefusalHasASentence() {
        for (EtcdRefusal refusal : EtcdRefusal.values()) {
            CallResult result = refusal.result("etcdserver: some reason");
            String sentence = result instanceof CallResult.Blocked blocked
                    ? blocked.sentence()
                    : result instanceof CallResult.InProgress progress
                            ? progress.what()
                            : ((CallResult.Failed) result).sentence();
            assertTrue(sentence.length() > 20, refusal + ": " + sentence);
        }
    }

    @Test
    void whatIsNoJsonIsShownAsItCame() {
        Reply page = new Reply(404, "404 page not found\n");
        assertTrue(EtcdReplies.status(page).isEmpty());
        assertEquals("HTTP 404: 404 page not found", EtcdReplies.error(page));
        assertEquals("HTTP 502", EtcdReplies.error(new Reply(502, "")));
    }
}
