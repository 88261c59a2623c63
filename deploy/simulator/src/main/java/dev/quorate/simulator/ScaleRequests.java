package dev.quorate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.simulator.behaviour.ScaleTargets;

/** Reads and writes scales as the controller manager does: by requests that are checked and accounted like all others. */
final class ScaleRequests implements ScaleTargets {

    private static final String MANAGER = "?fieldManager=kube-controller-manager";

    private final ApiServer api;

    ScaleRequests(ApiServer api) {
        this.api = api;
    }

    @Override
    public ObjectNode read(Reference target) throws RefusedException {
        return scale(api.handle(ApiRequest.json("GET", path(target), "")));
    }

    @Override
    public void write(Reference target, ObjectNode scale) throws RefusedException {
        scale(api.handle(ApiRequest.json("PUT", path(target) + MANAGER, scale.toString())));
    }

    private String path(Reference target) throws RefusedException {
        int slash = target.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : target.apiVersion().substring(0, slash);
        return api.path(group, target.kind(), target.namespace(), target.name())
                        .orElseThrow(() -> new RefusedException(
                                "no matches for kind \"" + target.kind() + "\" in group \"" + group + "\""))
                + "/scale";
    }

    private static ObjectNode scale(ApiReply reply) throws RefusedException {
        if (reply.status() != 200) {
            throw new RefusedException(reply.body().path("message").asText());
        }
        return reply.body().deepCopy();
    }
}
