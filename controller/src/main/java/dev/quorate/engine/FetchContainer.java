package dev.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.RestoreFrom;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The container that fetches the snapshot which a founder starts from, and verifies it before anything may use it. */
public final class FetchContainer {

    public static final String NAME = "fetch";

    private final SnapshotContainer container;

    /**
     * @param version of the members that start from it
     * @param when a file that is there exactly when the snapshot is wanted
     * @param file where it goes
     */
    public FetchContainer(StatefulApp app, RestoreFrom from, String version, String when, String file) {
        container = new SnapshotContainer(NAME, from.image(), app.component().resources(), from.place());
        container.say(
                "backup",
                "fetch",
                "--engine=" + app.engine(),
                "--app=" + from.app(),
                "--snapshot=" + from.snapshot(),
                "--for=" + version,
                "--to=" + file,
                "--when=" + when);
    }

    /** What a StatefulSet's founders start from: whose snapshot, which one, and where it is; empty if they start blank. */
    public static Optional<List<String>> snapshot(Manifest set) {
        return StreamSupport.stream(set.at("/spec/template/spec/initContainers").spliterator(), false)
                .filter(container -> container.path("name").asText().equals(NAME))
                .findFirst()
                .map(container -> StreamSupport.stream(container.path("args").spliterator(), false)
                        .map(JsonNode::asText)
                        .filter(argument -> argument.matches("--(app|snapshot|folder|s3)=.*"))
                        .map(argument -> argument.replaceFirst("^--", "").replace('=', ' '))
                        .toList());
    }

    public ObjectNode container() {
        return container.place(false);
    }

    /** Adds to a pod what the container mounts. */
    public void addVolumes(ObjectNode pod) {
        container.volumes(true).forEach(pod.withArrayProperty("volumes")::add);
    }
}
