package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Reach.Command;
import dev.quorate.engine.Reach.Exit;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Target;
import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.behaviour.Execution;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.PodProgram;
import dev.quorate.simulator.behaviour.Programs;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands in containers of the simulated cluster, over HTTP as the controller runs them. */
class PodExecTest {

    private static final Duration ENOUGH = Duration.ofSeconds(20);

    /** What it prints and how it ends are its words; one of them never ends. */
    private static final class Speaker implements PodProgram {
        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public Execution execute(PodContext context, List<String> command, Optional<String> input) {
            return switch (command.get(0)) {
                case "fail" -> new Execution.Done("half of it\n", command.get(1), 69);
                case "hang" -> new Execution.Begun(new CompletableFuture<>());
                default -> Execution.common(context, command, input);
            };
        }
    }

    private final RealCluster cluster = Simulator.real();
    private final Path kubeconfig = Files.createTempFile("quorate-", ".kubeconfig");
    private final ClientTransport client;
    private final ApiServer server;
    private final PodReach reach;

    PodExecTest() throws IOException, ClusterException {
        cluster.locked(() -> cluster.simulator()
                .behaviours()
                .programs()
                .register(Programs.image("speaker"), context -> new Speaker()));
        cluster.http().writeKubeconfig(kubeconfig);
        client = new ClientTransport(new ClusterAccess(Optional.of(kubeconfig), Optional.empty()), ENOUGH);
        server = new ApiServer(client);
        reach = PodReach.insideCluster(client);
        create(Trees.bare(Kind.NAMESPACE, "shop", 0));
        ObjectNode pod = Trees.bare(Kind.POD, "orders-0", 0);
        pod.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "rabbitmq")
                .put("image", "speaker");
        create(pod);
        Await.until("the pod runs", this::podRuns);
    }

    private boolean podRuns() {
        try {
            return server.read(new ObjectRef(Kind.POD, "shop", "orders-0"))
                    .filter(pod -> pod.at("/status/containerStatuses/0/state").has("running"))
                    .isPresent();
        } catch (ClusterException e) {
            throw new AssertionError(e);
        }
    }

    private void create(ObjectNode tree) throws ClusterException {
        tree.withObject("/metadata").remove("uid");
        tree.withObject("/metadata").remove("resourceVersion");
        server.create(new Manifest(tree));
    }

    @AfterEach
    void stop() throws IOException {
        reach.close();
        client.close();
        cluster.close();
        Files.delete(kubeconfig);
    }

    @Test
    void aCommandIsItsWordsAndNoShellReadsThem() throws NoReply {
        assertEquals(new Exit(0, "a b&c=d $HOME é\n", ""), run("orders-0", "echo", "a b&c=d", "$HOME", "é"));
        assertEquals(new Exit(0, "", ""), run("orders-0", "true"));
    }

    @Test
    void howItEndedAndWhatItPrintedAreAReplyToo() throws NoReply {
        assertEquals(new Exit(1, "", ""), run("orders-0", "false"));
        assertEquals(new Exit(69, "half of it\n", "Error: no\n"), run("orders-0", "fail", "Error: no\n"));
    }

    @Test
    void whatIsNoProgramNeverRan() {
        NoReply none = assertThrows(NoReply.class, () -> run("orders-0", "rabbitmqctl", "status"));
        assertTrue(String.valueOf(none.getMessage()).contains("executable file not found"), none.getMessage());
    }

    @Test
    void whereNoPodIsNothingRan() {
        NoReply none = assertThrows(NoReply.class, () -> run("orders-9", "true"));
        assertFalse(none.mayHaveArrived());
        assertTrue(String.valueOf(none.getMessage()).contains("it answered 404"), none.getMessage());
    }

    @Test
    void whatDoesNotEndInTimeMayHaveDoneItsWork() {
        NoReply late = assertThrows(
                NoReply.class,
                () -> reach.exec(target("orders-0"), new Command("rabbitmq", List.of("hang"), Duration.ofMillis(300))));
        assertTrue(late.mayHaveArrived());
        assertTrue(String.valueOf(late.getMessage()).contains("not done within"), late.getMessage());
    }

    @Test
    void aContainerThatIsNotThereRunsNothing() {
        NoReply none = assertThrows(
                NoReply.class, () -> reach.exec(target("orders-0"), new Command("other", List.of("true"), ENOUGH)));
        assertFalse(none.mayHaveArrived());
    }

    private Exit run(String pod, String... words) throws NoReply {
        return reach.exec(target(pod), new Command("rabbitmq", List.of(words), ENOUGH));
    }

    private static Target target(String pod) {
        return new Target("shop", pod, Optional.empty(), 0);
    }
}
