package dev.quorate.observe;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedPod.Turned;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "pod-new, false, false, false, -",
                "pod-creating, false, false, false, -",
                "pod-not-ready, true, false, false, -",
                "pod-ready, true, true, false, -",
                "pod-terminating, true, true, true, -",
                "pod-unschedulable, false, false, false, Unschedulable",
                "pod-image-error, false, false, false, ErrImagePull",
                "pod-image-back-off, false, false, false, ImagePullBackOff",
                "pod-failed-error, false, false, true, Error (exit code 137)",
                "pod-failed-containerstatusunknown, false, false, true, ContainerStatusUnknown",
            })
    void readsARecordedPod(String name, boolean running, boolean ready, boolean terminating, String trouble) {
        ObservedPod pod = PodReader.read(Recorded.object(name), 2);
        assertAll(
                () -> assertEquals(running, pod.running(), "running"),
                () -> assertEquals(ready, pod.ready(), "ready"),
                () -> assertEquals(terminating, pod.terminating(), "terminating"),
                () -> assertEquals(Optional.ofNullable(trouble), pod.trouble(), "trouble"));
    }

    @Test
    void takesAddressNodeRevisionAndRole() {
        Manifest pod = Recorded.object("pod-ready")
                .with(tree -> ((ObjectNode) tree.at("/metadata/labels")).put(Labels.ROLE, "leader"));
        ObservedPod read = PodReader.read(pod, 0);
        assertAll(
                () -> assertEquals(pod.uid(), read.uid()),
                () -> assertTrue(read.ip().orElse("").startsWith("10.")),
                () -> assertTrue(read.node().isPresent()),
                () -> assertTrue(read.revision().startsWith("web-")),
                () -> assertEquals(Optional.of("leader"), read.role()));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"terminated\":{\"exitCode\":3,\"reason\":\"Error\"}}', '{}', AWAY_BLANK_VOLUME, Error (exit code 3)",
        "'{\"terminated\":{\"exitCode\":4,\"reason\":\"Error\"}}', '{}', AWAY_NOT_ADMITTED, Error (exit code 4)",
        "'{\"terminated\":{\"exitCode\":0,\"reason\":\"Completed\"}}', '{\"terminated\":{\"exitCode\":4}}', NOT_AWAY, ''",
        "'{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}', '{\"terminated\":{\"exitCode\":3}}', AWAY_BLANK_VOLUME,"
                + " CrashLoopBackOff",
        "'{\"running\":{}}', '{\"terminated\":{\"exitCode\":4}}', AWAY_NOT_ADMITTED, ''",
        "'{\"running\":{}}', '{}', NOT_AWAY, ''",
    })
    void readsHowTheStartScriptEnded(String state, String lastState, Turned turned, String trouble) throws IOException {
        Manifest pod = withContainer("pod-creating", "initContainerStatuses", state, lastState);
        ObservedPod read = PodReader.read(pod, 0);
        assertEquals(turned, read.admission());
        assertEquals(trouble, read.trouble().orElse(""));
    }

    /** The member itself is the only one that can find that out. */
    @ParameterizedTest
    @CsvSource({
        "'{\"terminated\":{\"exitCode\":103,\"reason\":\"Error\"}}', '{}', AWAY_BLANK_VOLUME",
        "'{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}', '{\"terminated\":{\"exitCode\":103}}', AWAY_BLANK_VOLUME",
        "'{\"running\":{}}', '{\"terminated\":{\"exitCode\":3}}', NOT_AWAY",
        "'{\"running\":{}}', '{}', NOT_AWAY",
    })
    void aMemberThatTheOthersListOnABlankVolumeIsTurnedAwayToo(String state, String lastState, Turned turned)
            throws IOException {
        Manifest pod = withContainer("pod-ready", "containerStatuses", state, lastState);
        assertEquals(turned, PodReader.read(pod, 0).admission());
    }

    @Test
    void aContainerThatWasKilledForItsMemoryIsNotJustCrashing() throws IOException {
        Manifest pod = withContainer(
                "pod-ready",
                "containerStatuses",
                "{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}",
                "{\"terminated\":{\"exitCode\":137,\"reason\":\"OOMKilled\"}}");
        ObservedPod read = PodReader.read(pod, 0);
        assertEquals(Optional.of("OOMKilled"), read.trouble());
        assertFalse(read.running());
    }

    private static Manifest withContainer(String recorded, String field, String state, String lastState)
            throws IOException {
        JsonNode now = JSON.readTree(state);
        JsonNode before = JSON.readTree(lastState);
        return Recorded.object(recorded).with(tree -> {
            ObjectNode container =
                    tree.withObjectProperty("status").putArray(field).addObject();
            container.set("state", now);
            container.set("lastState", before);
        });
    }
}
