package dev.quorate.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;

/** Writes what the controller commits: fields always in one order, so that an unchanged report is an unchanged file. */
public final class StatusWriter {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new SafeQuotes())
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build());

    private StatusWriter() {}

    public static byte[] write(StatusReport report) {
        return yaml(StatusReport.KIND, report);
    }

    public static byte[] write(RolloutRecord rollout) {
        return yaml(RolloutRecord.KIND, rollout);
    }

    public static byte[] write(ProblemReport problems) {
        return yaml(ProblemReport.KIND, problems);
    }

    private static byte[] yaml(String kind, Object record) {
        ObjectNode document =
                Json.object().put("apiVersion", StatefulApp.API_VERSION).put("kind", kind);
        document.setAll((ObjectNode) Json.MAPPER.valueToTree(record));
        try {
            return YAML.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory can always be written", e);
        }
    }
}
