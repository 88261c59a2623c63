package dev.quorate.execute;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.engine.ScaleObjects;
import dev.quorate.plan.ScalingVerdict;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedState;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the status of {@code ScaleTarget}s true: an autoscaler needs the number and the selector there, and whoever asked sees
 * what became of it. Written by compare-and-set and only when it says something else; what is late is written by the next pass.
 */
public final class ScaleTargets {

    private static final Logger LOG = LoggerFactory.getLogger(ScaleTargets.class);

    private final Cluster cluster;

    public ScaleTargets(Cluster cluster) {
        this.cluster = cluster;
    }

    public void keep(ObservedState observed, List<ScalingVerdict> verdicts) {
        for (ScalingVerdict verdict : verdicts) {
            ObjectRef ref = new ObjectRef(Kind.SCALE_TARGET, observed.app().namespace(), verdict.set());
            observed.object(ref)
                    .filter(target -> target.ownership() == Ownership.OURS)
                    .map(target -> target.live())
                    .filter(live -> !live.at("/status").equals(status(live, verdict)))
                    .ifPresent(live -> write(live.withStatus(status(live, verdict))));
        }
    }

    private void write(Manifest target) {
        try {
            cluster.replaceStatus(target);
        } catch (ClusterException e) {
            LOG.atDebug()
                    .addKeyValue("target", target.ref())
                    .addKeyValue("error", e.getMessage())
                    .log("Status not written; the next pass tries again");
        }
    }

    /** Numbers as a parsed tree has them, so that an unchanged status is equal. */
    static ObjectNode status(Manifest live, ScalingVerdict verdict) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("observedGeneration", live.at("/metadata/generation").asInt());
        status.put("replicas", verdict.live());
        status.put("selector", ScaleObjects.selector(live));
        status.put("minReplicas", verdict.minReplicas());
        status.put("maxReplicas", verdict.maxReplicas());
        verdict.request().ifPresent(request -> status.put("request", request));
        status.put("accepted", verdict.accepted());
        status.put("reason", verdict.held().reason());
        status.put("message", verdict.held().sentence());
        status.put("since", verdict.since().toString());
        verdict.pressure().ifPresent(wish -> {
            ObjectNode pressure = status.putObject("pressure");
            pressure.put("bound", wish.bound());
            pressure.put("since", wish.since().toString());
        });
        return status;
    }
}
