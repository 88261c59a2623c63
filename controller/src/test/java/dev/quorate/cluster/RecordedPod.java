package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A pod of a StatefulSet as Kubernetes 1.36 gives it, recorded; its labels are ours. */
final class RecordedPod {

    private RecordedPod() {}

    static JsonNode running() {
        try (InputStream in = RecordedPod.class.getResourceAsStream("running-pod.json")) {
            return new JsonMapper().readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
