package dev.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.quorate.Engines;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoscaleCheckTest {

    private static final String PLAIN = "  engine: statefulset\n  statefulset: {image: 'nginx:1.27'}\n";
    private static final String ETCD = "  engine: etcd\n  storage: {size: 1Gi}\n";
    private static final String CPU = ", metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization,"
            + " averageUtilization: 70}}}]}\n";

    @Test
    void boundsThatFitAreFine() {
        assertEquals(List.of(), said(PLAIN + "  autoscale: {minReplicas: 1, maxReplicas: 1}\n"));
        assertEquals(List.of(), said(PLAIN + "  replicas: 2\n  autoscale: {minReplicas: 2, maxReplicas: 9}\n"));
    }

    @Test
    void anEngineThatIsNeverAutoscaledSaysWhy() {
        assertEquals(
                List.of(
                        "/spec/autoscale not-supported: etcd is never autoscaled: it has voters alone: more of them make"
                                + " writes slower, and their number says how many may fail, whatever the load; write replicas and"
                                + " change it by a commit"),
                said(ETCD + "  autoscale: {minReplicas: 3, maxReplicas: 5}\n"));
    }

    @Test
    void votersOfZooKeeperNeverFollowTheLoadAndItsObserversMay() {
        String voters = "  engine: zookeeper\n  storage: {size: 1Gi}\n";
        assertEquals(
                List.of(
                        "/spec/autoscale not-supported: voters is never autoscaled: it makes writes slower with each that"
                                + " is added; let components.observers follow the load; write replicas and change it by a commit"),
                said(voters + "  autoscale: {minReplicas: 3, maxReplicas: 5}\n"));
        String observers = voters + "  replicas: 3\n  components: {observers: {storage: {size: 1Gi}, autoscale: ";
        assertEquals(List.of(), said(observers + "{minReplicas: 1, maxReplicas: 5}}}\n"));
        assertEquals(
                List.of(
                        "/spec/components/observers/autoscale/maxReplicas illegal-size: observers cannot rest at 61: the"
                                + " leader sends every write to each of them; the sizes are 0 to 60"),
                said(observers + "{minReplicas: 1, maxReplicas: 61}}}\n"));
    }

    @Test
    void nobodyLeavesRabbitByARequestAlone() {
        String broker = "  engine: rabbitmq\n  storage: {size: 1Gi}\n  autoscale: {";
        assertEquals(List.of(), said(broker + "minReplicas: 3, maxReplicas: 7}\n"));
        assertEquals(List.of(), said(broker + "minReplicas: 3, maxReplicas: 7, scaleIn: {mode: Manual}}\n"));
        assertEquals(List.of(), said(broker + "minReplicas: 3, maxReplicas: 7, scaleIn: {mode: Disabled}}\n"));
        assertEquals(
                List.of(
                        "/spec/autoscale/scaleIn/mode not-supported: nobody leaves rabbitmq by a request alone: it moves"
                                + " every replica of who leaves to the others first, and what only that member has is lost"
                                + " with it; write Manual, and the report shows the change to commit; or Disabled"),
                said(broker + "minReplicas: 3, maxReplicas: 7, scaleIn: {mode: Auto}}\n"));
        assertEquals(
                List.of(
                        "/spec/autoscale/minReplicas invalid: rabbitmq keeps at least 3 while it follows its load, but this"
                                + " is 1; write 3 or more",
                        "/spec/autoscale/maxReplicas illegal-size: rabbitmq cannot rest at 4: quorum queues vote by majority;"
                                + " the sizes are 1, 3, 5, 7"),
                said(broker + "minReplicas: 1, maxReplicas: 4}\n"));
    }

    @Test
    void boundsThatCrossAreRefused() {
        assertEquals(
                List.of("/spec/autoscale/maxReplicas invalid: the bounds are the wrong way round: maxReplicas is 3, and"
                        + " minReplicas 5; write 5 or more, or a smaller minReplicas"),
                said(PLAIN + "  autoscale: {minReplicas: 5, maxReplicas: 3}\n"));
    }

    @Test
    void aSizeAtCreationOutsideOfTheBoundsIsRefused() {
        assertEquals(
                List.of("/spec/replicas invalid: beside autoscale this is the size at creation, so it lies between"
                        + " minReplicas 2 and maxReplicas 4, but it is 7; write 4, or remove it"),
                said(PLAIN + "  replicas: 7\n  autoscale: {minReplicas: 2, maxReplicas: 4}\n"));
    }

    @Test
    void boundsMustBeSizesThatTheEngineAllows() {
        assertEquals(
                List.of(
                        "/spec/autoscale/maxReplicas illegal-size: etcd cannot rest at 4: an even number of members survives"
                                + " no more failures than one less; the sizes are 1, 3, 5, 7"),
                said(ETCD + "  autoscale: {minReplicas: 3, maxReplicas: 4}\n", true));
    }

    @Test
    void utilizationOfWhatIsNotRequestedIsRefused() {
        String remedy = "write cpu into spec.resources.requests, or aim at an averageValue";
        assertEquals(
                List.of(
                        "/spec/autoscale/metrics/0/resource/target invalid: utilization is a share of what is requested, and"
                                + " no cpu is requested; " + remedy),
                said(PLAIN + "  autoscale: {minReplicas: 2, maxReplicas: 4" + CPU));
        assertEquals(
                List.of(),
                said(PLAIN + "  resources: {requests: {cpu: 100m}}\n  autoscale: {minReplicas: 2, maxReplicas: 4"
                        + CPU));
    }

    @Test
    void everyContainerOfThePodCountsForItsUtilization() {
        String sidecar = """
              resources: {requests: {cpu: 100m}}
              pod: {spec: {containers: [{name: logs, image: 'logs:1'}]}}
            """;
        assertEquals(
                List.of(
                        "/spec/autoscale/metrics/0/resource/target invalid: utilization is a share of what is requested, and"
                                + " no cpu is requested; write cpu into the requests of the container logs, or aim at an"
                                + " averageValue"),
                said(PLAIN + sidecar + "  autoscale: {minReplicas: 2, maxReplicas: 4" + CPU));
        String own =
                ", metrics: [{type: ContainerResource, containerResource: {name: cpu, container: app, target: {type:"
                        + " Utilization, averageUtilization: 70}}}]}\n";
        assertEquals(List.of(), said(PLAIN + sidecar + "  autoscale: {minReplicas: 2, maxReplicas: 4" + own));
    }

    private static List<String> said(String spec) {
        return said(spec, false);
    }

    private static List<String> said(String spec, boolean following) {
        String yaml =
                "apiVersion: quorate.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: web, namespace: shop}\nspec:\n"
                        + spec;
        ReadResult read = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        StatefulApp app = assertInstanceOf(ReadResult.Apps.class, read, read::toString)
                .apps()
                .get(0);
        Engine engine = Engines.catalog().find(app.engine()).orElseThrow();
        return AutoscaleCheck.problems(following ? FollowingLoad.of(engine) : engine, app).stream()
                .map(AutoscaleCheckTest::text)
                .toList();
    }

    private static String text(FieldProblem problem) {
        return problem.pointer() + " " + problem.code() + ": " + problem.message() + "; " + problem.remedy();
    }
}
