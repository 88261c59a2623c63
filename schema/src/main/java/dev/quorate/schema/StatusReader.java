package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;

/**
 * Reads what an older or newer controller committed: unknown fields are passed over and missing texts and lists are empty,
 * but a file of another kind or version, or without what every one has, is refused.
 */
public final class StatusReader {
    private static final YAMLMapper YAML = new YAMLMapper();

    private StatusReader() {}

    public static StatusReport report(String path, byte[] blob) throws InvalidReportException {
        return read(path, blob, StatusReport.KIND, StatusReport.class);
    }

    public static RolloutRecord rollout(String path, byte[] blob) throws InvalidReportException {
        return read(path, blob, RolloutRecord.KIND, RolloutRecord.class);
    }

    public static ProblemReport problems(String path, byte[] blob) throws InvalidReportException {
        return read(path, blob, ProblemReport.KIND, ProblemReport.class);
    }

    private static <T> T read(String path, byte[] blob, String kind, Class<T> type) throws InvalidReportException {
        try {
            JsonNode document = YAML.readTree(blob);
            if (!document.path("kind").asText().equals(kind)
                    || !document.path("apiVersion").asText().equals(StatefulApp.API_VERSION)) {
                throw new InvalidReportException(path + " is not a " + kind + " of " + StatefulApp.API_VERSION
                        + "; it may have been written by another version of Quorate");
            }
            return Json.MAPPER.treeToValue(document, type);
        } catch (IOException e) {
            throw new InvalidReportException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
