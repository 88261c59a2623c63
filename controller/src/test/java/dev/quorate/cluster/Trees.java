package dev.quorate.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;

/** Objects for the tests of this package. */
final class Trees {

    static final Site SITE = new Site("lab", "apps");
    static final AppName LOCKS = new AppName("shop", "locks");

    private static final JsonMapper JSON = new JsonMapper();

    private Trees() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }

    static ObjectNode object(String text) {
        return (ObjectNode) json(text);
    }

    static ObjectRef ref(Kind kind, String name) {
        return new ObjectRef(kind, kind.namespaced() ? "shop" : "", name);
    }

    /** An object of the app locks. */
    static ObjectNode ours(Kind kind, String name, int version) {
        return of(SITE, "locks", kind, name, version);
    }

    static ObjectNode of(Site site, String app, Kind kind, String name, int version) {
        ObjectNode object = bare(kind, name, version);
        AppName appName = new AppName("shop", app);
        object.withObject("/metadata")
                .set("labels", new Labels(site.repository(), site.cluster(), appName, "etcd").tree());
        return object;
    }

    static ObjectNode bare(Kind kind, String name, int version) {
        ObjectNode object = JSON.createObjectNode();
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.title());
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        if (kind.namespaced()) {
            metadata.put("namespace", "shop");
        }
        metadata.put("uid", "uid-of-" + name).put("resourceVersion", Integer.toString(version));
        return object;
    }

    static ObjectNode set(int version, int replicas) {
        ObjectNode set = ours(Kind.STATEFUL_SET, "locks", version);
        set.putObject("spec").put("replicas", replicas);
        return set;
    }

    static ObjectNode podOn(String node, int version) {
        ObjectNode pod = ours(Kind.POD, "locks-0", version);
        pod.putObject("spec").put("nodeName", node);
        return pod;
    }

    static Manifest manifest(ObjectNode tree) {
        return new Manifest(tree);
    }

    static String status(int code, String reason) {
        return "{'kind':'Status','reason':'" + reason + "','message':'no','code':" + code + "}";
    }

    static String failedPatch() {
        return "{'kind':'Status','status':'Failure','message':'the server rejected our request due to an error in our"
                + " request','reason':'Invalid','details':{},'code':422}";
    }
}
