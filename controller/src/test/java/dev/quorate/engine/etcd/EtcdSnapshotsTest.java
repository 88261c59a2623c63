package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Snapshots.Taken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What members answer, in the words of etcd's gateway. */
class EtcdSnapshotsTest {

    private final EtcdSnapshots snapshots = new EtcdSnapshots(Addresses.DNS);
    private final Map<String, String> answers = new HashMap<>();
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    @Test
    void theMemberThatIsFurthestAheadGivesIt() throws IOException {
        status("a", "{\"version\":\"3.5.16\",\"raftIndex\":\"41\"}");
        status("b", "{\"version\":\"3.5.16\",\"raftIndex\":\"43\"}");
        status("c", "{\"version\":\"3.5.16\",\"raftIndex\":\"99\",\"isLearner\":true}");
        answers.put("b/v3/kv/range", "{\"header\":{\"revision\":\"7\"},\"count\":\"3\"}");
        answers.put(
                "b/v3/maintenance/snapshot",
                "{\"result\":{\"remaining_bytes\":\"3\",\"blob\":\"YWJj\"}}\n{\"result\":{\"blob\":\"ZGVm\"}}\n");
        assertEquals(new Taken("3.5.16", 7), take());
        assertEquals("abcdef", file.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whereNobodyAnswersEachIsNamed() {
        status("a", "{\"isLearner\":true}");
        assertEquals(
                "no member gives a snapshot: a is a learner; b: no answer; c: no answer",
                assertThrows(IOException.class, this::take).getMessage());
    }

    @Test
    void aStreamThatEndsEarlyIsNoSnapshot() {
        stream("{\"result\":{\"remaining_bytes\":\"3\",\"blob\":\"YWJj\"}}\n");
        assertEquals(
                "the stream of the snapshot ended early: 3 bytes were still to come",
                assertThrows(IOException.class, this::take).getMessage());
        stream("");
        assertEquals(
                "the stream of the snapshot ended early",
                assertThrows(IOException.class, this::take).getMessage());
    }

    @Test
    void aStreamThatIsBrokenOffSaysWhy() {
        stream("{\"result\":{\"remaining_bytes\":\"3\",\"blob\":\"YWJj\"}}\n{\"error\":{\"message\":\"disk full\"}}\n");
        assertEquals(
                "etcd broke the snapshot off: disk full",
                assertThrows(IOException.class, this::take).getMessage());
    }

    @Test
    void aFileIsWholeIfItEndsWithItsHash() throws Exception {
        byte[] pages = new byte[1024];
        pages[7] = 42;
        byte[] whole = Arrays.copyOf(pages, pages.length + 32);
        System.arraycopy(MessageDigest.getInstance("SHA-256").digest(pages), 0, whole, pages.length, 32);
        assertEquals(Optional.empty(), fault(whole));
        whole[8] ^= 1;
        assertTrue(fault(whole).orElseThrow().contains("its own hash at its end differs"));
        assertTrue(fault(pages).orElseThrow().startsWith("it has 1024 bytes"));
        assertTrue(fault(new byte[0]).isPresent());
    }

    @Test
    void anOlderEtcdDoesNotReadWhatANewerOneWrote() {
        assertTrue(snapshots.refusal("3.5.16", "3.4.23").isPresent());
        assertEquals(Optional.empty(), snapshots.refusal("3.4.23", "3.5.16"));
        assertEquals(Optional.empty(), snapshots.refusal("3.5.16", "3.5.9"));
    }

    private Optional<String> fault(byte[] bytes) throws IOException {
        return snapshots.fault(new ByteArrayInputStream(bytes), bytes.length);
    }

    private void status(String member, String answer) {
        answers.put(member + "/v3/maintenance/status", answer);
    }

    private void stream(String answer) {
        status("a", "{\"version\":\"3.5.16\",\"raftIndex\":\"41\"}");
        answers.put("a/v3/kv/range", "{\"header\":{\"revision\":\"7\"}}");
        answers.put("a/v3/maintenance/snapshot", answer);
    }

    private Taken take() throws IOException {
        return snapshots.take((url, body) -> answer(url), List.of("a", "b", "c"), file);
    }

    private InputStream answer(String url) throws IOException {
        String answer = answers.get(url);
        if (answer == null) {
            throw new IOException("no answer");
        }
        return new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8));
    }
}
