package dev.quorate.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.execute.FakeCluster;
import dev.quorate.schema.AppName;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.OtherScaler;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalersTest {

    private static final AppName WEB = new AppName("shop", "web");
    private static final DesiredState DESIRED = new DesiredState(
            WEB,
            "statefulset",
            List.of(new DesiredComponent(
                    "main", 3, List.of(new DesiredSet("web", 3, object(Kind.STATEFUL_SET, "web"), List.of())))),
            List.of());

    private final FakeCluster cluster = new FakeCluster();

    @Test
    void anAutoscalerIsKnownByWhatItAimsAt() {
        cluster.put(autoscaler("theirs", "StatefulSet", "web"));
        cluster.put(autoscaler("of-a-deployment", "Deployment", "web"));
        cluster.put(autoscaler("of-another-set", "StatefulSet", "pages"));
        cluster.put(autoscaler("ours", "ScaleTarget", "web"));

        assertEquals(List.of(new OtherScaler("HorizontalPodAutoscaler", "theirs")), Scalers.of(cluster, DESIRED));
    }

    @Test
    void ofKedaTheObjectIsNamedThatAPersonCanDelete() {
        cluster.put(autoscaler("keda-hpa-queue", "StatefulSet", "web")
                .with(tree -> tree.withObject("/metadata")
                        .putArray("ownerReferences")
                        .addObject()
                        .put("kind", "ScaledObject")
                        .put("name", "queue")));

        assertEquals(List.of(new OtherScaler("ScaledObject", "queue")), Scalers.of(cluster, DESIRED));
    }

    @Test
    void aVerticalOneIsKnownByItsMarkOnPods() {
        for (String name : List.of("web-0", "web-1")) {
            cluster.put(object(Kind.POD, name).with(tree -> {
                ObjectNode metadata = tree.withObject("/metadata");
                ObjectNode labels = new Labels("repo", "east", WEB, "main").tree();
                metadata.set("labels", labels.put(Labels.MANAGED_BY, Labels.MANAGER));
                metadata.withObject("/annotations")
                        .put("vpaUpdates", "Pod resources updated by web-vpa: container 0: cpu request");
            }));
        }

        assertEquals(List.of(new OtherScaler("VerticalPodAutoscaler", "web-vpa")), Scalers.of(cluster, DESIRED));
    }

    private static Manifest autoscaler(String name, String kind, String target) {
        return object(Kind.HORIZONTAL_POD_AUTOSCALER, name)
                .with(tree -> tree.putObject("spec")
                        .putObject("scaleTargetRef")
                        .put("kind", kind)
                        .put("name", target));
    }

    private static Manifest object(Kind kind, String name) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", kind.apiVersion()).put("kind", kind.title());
        tree.putObject("metadata").put("name", name).put("namespace", "shop");
        return new Manifest(tree);
    }
}
