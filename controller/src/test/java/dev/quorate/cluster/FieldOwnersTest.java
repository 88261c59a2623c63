package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldOwnersTest {

    private static final String CREATED = "{'manager':'quorate','operation':'Update','apiVersion':'apps/v1',"
            + "'fieldsType':'FieldsV1','fieldsV1':{'f:spec':{'f:replicas':{},'f:serviceName':{},"
            + "'f:updateStrategy':{'f:rollingUpdate':{'.':{},'f:partition':{}},'f:type':{}}}}}";

    private static final String KEPT = "{'manager':'quorate','operation':'Update','apiVersion':'apps/v1',"
            + "'fieldsType':'FieldsV1','fieldsV1':{'f:spec':{'f:replicas':{},"
            + "'f:updateStrategy':{'f:rollingUpdate':{'.':{},'f:partition':{}}}}}}";

    private static final String STATUS =
            "{'manager':'kube-controller-manager','operation':'Update','apiVersion':'apps/v1',"
                    + "'fieldsType':'FieldsV1','fieldsV1':{'f:status':{}},'subresource':'status'}";

    @Test
    void movesAllButReplicasAndPartitionToTheAppliesOfAStatefulSet() {
        JsonNode owners = forApply(CREATED + "," + STATUS).orElseThrow();

        assertEquals(
                Trees.json("[" + STATUS + ",{'manager':'quorate','operation':'Apply','apiVersion':'apps/v1',"
                        + "'fieldsType':'FieldsV1','fieldsV1':{'f:spec':{'f:serviceName':{},"
                        + "'f:updateStrategy':{'f:type':{}}}}}," + KEPT + "]"),
                owners);
    }

    @Test
    void leavesOwnersAloneOnceTheyAreRight() {
        assertEquals(Optional.empty(), forApply(STATUS));
        assertEquals(Optional.empty(), forApply(KEPT + "," + STATUS));
    }

    @Test
    void joinsWhatAnEarlierApplyOwnsAlready() {
        String applied = "{'manager':'quorate','operation':'Apply','apiVersion':'apps/v1','fieldsType':'FieldsV1',"
                + "'fieldsV1':{'f:spec':{'f:template':{}}}}";

        JsonNode owners = forApply(applied + "," + CREATED).orElseThrow();

        assertEquals(
                Trees.json("{'f:spec':{'f:template':{},'f:serviceName':{},'f:updateStrategy':{'f:type':{}}}}"),
                owners.at("/0/fieldsV1"));
        assertEquals(2, owners.size());
    }

    @Test
    void theFieldsOfOthersStayTheirs() {
        String scaler = "{'manager':'quorate','operation':'Update','apiVersion':'apps/v1','fieldsType':'FieldsV1',"
                + "'fieldsV1':{'f:spec':{'f:replicas':{}}},'subresource':'scale'}";

        assertEquals(
                Optional.empty(),
                forApply(scaler + ",{'manager':'kubectl','operation':'Update','fieldsV1':{'f:x':{}}}"));
    }

    @Test
    void theRequestOfATargetIsNeverAppliedNorWhatHoldsIt() {
        ObjectNode target = Trees.bare(Kind.SCALE_TARGET, "locks", 5);
        target.withObject("/metadata")
                .set(
                        "managedFields",
                        Trees.json("[{'manager':'quorate','operation':'Update','apiVersion':'quorate.dev/v1alpha1',"
                                + "'fieldsType':'FieldsV1','fieldsV1':{'f:metadata':{'f:labels':{'f:a':{}}},"
                                + "'f:spec':{'.':{},'f:replicas':{}}}}]"));

        JsonNode owners = FieldOwners.forApply(new Manifest(target)).orElseThrow();

        assertEquals(Trees.json("{'f:metadata':{'f:labels':{'f:a':{}}}}"), owners.at("/0/fieldsV1"));
        assertEquals("Apply", owners.at("/0/operation").asText());
        assertEquals(Trees.json("{'f:spec':{'.':{},'f:replicas':{}}}"), owners.at("/1/fieldsV1"));
    }

    private static Optional<JsonNode> forApply(String owners) {
        ObjectNode set = Trees.bare(Kind.STATEFUL_SET, "locks", 5);
        set.withObject("/metadata").set("managedFields", Trees.json("[" + owners + "]"));
        return FieldOwners.forApply(new Manifest(set)).map(JsonNode.class::cast);
    }
}
