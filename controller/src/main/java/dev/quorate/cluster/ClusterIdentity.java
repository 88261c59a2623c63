package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.Optional;

/**
 * Holds a cluster to the name that people gave it, so that a wrong kubeconfig never gets another cluster's apps. The name is
 * kept on the mirror's definition, of which a cluster has one, together with the uid of kube-system, which nothing copies.
 */
public final class ClusterIdentity {

    static final String NAME = "quorate.dev/cluster";
    static final String UID = "quorate.dev/cluster-uid";

    private static final int MOST_ATTEMPTS = 5;
    private static final ObjectRef KUBE_SYSTEM = new ObjectRef(Kind.NAMESPACE, "", "kube-system");

    private final ApiServer server;

    public ClusterIdentity(ApiTransport transport) {
        this.server = new ApiServer(transport);
    }

    /**
     * Records the name in a cluster that has none, and refuses another one. The mirror's definition must be there.
     *
     * @return the cluster's own identity
     */
    public String claim(String name) throws ClusterException {
        String uid = there(KUBE_SYSTEM).uid();
        for (int attempt = 1; ; attempt++) {
            Manifest definition = there(MirrorDefinition.REF);
            Optional<String> recorded = definition.annotation(NAME);
            if (recorded.isPresent()) {
                check(name, recorded.get(), uid, definition.annotation(UID).orElse(""));
                return uid;
            }
            try {
                record(definition, name, uid);
                return uid;
            } catch (ClusterException no) {
                // The API server itself writes the status of a definition that is new.
                if (no.reason() != Reason.CONFLICT || attempt == MOST_ATTEMPTS) {
                    throw no;
                }
            }
        }
    }

    private static void check(String name, String recorded, String uid, String recordedUid) throws ClusterException {
        if (!recordedUid.equals(uid)) {
            throw refused("the record of its name was copied from another cluster; if this one is " + name
                    + ", remove the record: " + removal());
        }
        if (!recorded.equals(name)) {
            throw refused("this cluster is " + recorded + ", not " + name + "; use --cluster " + recorded
                    + ", or choose another --context. To rename it: " + removal());
        }
    }

    private void record(Manifest definition, String name, String uid) throws ClusterException {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata").put("resourceVersion", definition.resourceVersion());
        metadata.putObject("annotations").put(NAME, name).put(UID, uid);
        server.exchange(
                "record the name of this cluster",
                ApiRequest.patch(Paths.object(MirrorDefinition.REF), ApiServer.MANAGED, ApiRequest.MERGE_PATCH, patch));
    }

    private Manifest there(ObjectRef ref) throws ClusterException {
        return server.read(ref)
                .orElseThrow(() -> new ClusterException(
                        Reason.NOT_FOUND, "the cluster has no " + ref + ", so its identity cannot be known"));
    }

    private static ClusterException refused(String why) {
        return new ClusterException(Reason.INVALID, "refused to run on this cluster: " + why);
    }

    private static String removal() {
        return "kubectl annotate crd " + MirrorDefinition.REF.name() + " " + NAME + "- " + UID + "-";
    }
}
