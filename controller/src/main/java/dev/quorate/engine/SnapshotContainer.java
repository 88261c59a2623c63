package dev.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.SnapshotPlace;
import java.util.List;

/** A container of Quorate's own program that takes or fetches snapshots: what it is told of their place, and its way there. */
public final class SnapshotContainer {

    /** Its volumes; engines must give theirs other names. */
    public static final String PLACE = "snapshots";

    public static final String SCRATCH = "scratch";

    private static final String FOLDER = "/snapshots";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SnapshotPlace place;
    private final ObjectNode container = JSON.objectNode();

    /** @param resources an empty tree for none */
    SnapshotContainer(String name, String image, JsonNode resources, SnapshotPlace place) {
        this.place = place;
        container.put("name", name);
        container.put("image", image);
        if (!resources.isEmpty()) {
            container.set("resources", resources.deepCopy());
        }
        container.putArray("args");
        ObjectNode security = container.putObject("securityContext");
        security.put("allowPrivilegeEscalation", false);
        security.put("readOnlyRootFilesystem", true);
        security.putObject("capabilities").putArray("drop").add("ALL");
        // The last lines of its log say why it failed, also to who looks at the pod alone.
        container.put("terminationMessagePolicy", "FallbackToLogsOnError");
        MemberPods.mount(container, SCRATCH, "/tmp");
    }

    /** Adds arguments of the program. */
    void say(String... arguments) {
        List.of(arguments).forEach(container.withArrayProperty("args")::add);
    }

    /** The container with its way to the place. */
    ObjectNode place(boolean writes) {
        if (place instanceof SnapshotPlace.Bucket bucket) {
            String prefix = bucket.prefix().isEmpty() ? "" : "/" + bucket.prefix();
            say("--s3=" + bucket.endpoint() + "/" + bucket.bucket() + prefix, "--region=" + bucket.region());
            key("AWS_ACCESS_KEY_ID", bucket.secretName(), false);
            key("AWS_SECRET_ACCESS_KEY", bucket.secretName(), false);
            key("AWS_SESSION_TOKEN", bucket.secretName(), true);
        } else {
            say("--folder=" + FOLDER);
            if (writes) {
                MemberPods.mount(container, PLACE, FOLDER);
            } else {
                MemberPods.mountReadOnly(container, PLACE, FOLDER);
            }
        }
        return container;
    }

    private void key(String name, String secret, boolean optional) {
        ObjectNode ref = container
                .withArrayProperty("env")
                .addObject()
                .put("name", name)
                .putObject("valueFrom")
                .putObject("secretKeyRef");
        ref.put("name", secret).put("key", name);
        if (optional) {
            ref.put("optional", true);
        }
    }

    ArrayNode volumes(boolean readOnly) {
        ArrayNode volumes = JSON.arrayNode();
        volumes.addObject().put("name", SCRATCH).putObject("emptyDir");
        if (place instanceof SnapshotPlace.Claim claim) {
            ObjectNode source = volumes.addObject().put("name", PLACE).putObject("persistentVolumeClaim");
            source.put("claimName", claim.claimName());
            if (readOnly) {
                source.put("readOnly", true);
            }
        }
        return volumes;
    }
}
