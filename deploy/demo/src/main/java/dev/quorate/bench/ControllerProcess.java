package dev.quorate.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.quorate.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The controller as a user runs it, measured from outside: by its system, its metrics and its log. */
final class ControllerProcess implements AutoCloseable {
    static final String CLUSTER = "bench";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Pattern COUNT = Pattern.compile(
            "quorate_api_requests_total\\{verb=\"([^\"]*)\",resource=\"([^\"]*)\"} (\\d+)", Pattern.MULTILINE);

    private final ChildJvm process;
    private final URI metrics;
    private final HttpClient client = HttpClient.newHttpClient();

    private ControllerProcess(ChildJvm process, URI metrics) {
        this.process = process;
        this.metrics = metrics;
    }

    /** What it has used so far. */
    record Reading(Duration processorTime, Map<String, Long> calls) {

        /** What was used from an earlier reading to this one. */
        Reading since(Reading before) {
            Map<String, Long> more = new TreeMap<>();
            calls.forEach((call, count) -> {
                long now = count - before.calls.getOrDefault(call, 0L);
                if (now > 0) {
                    more.put(call, now);
                }
            });
            return new Reading(processorTime.minus(before.processorTime), more);
        }

        long count(Predicate<String> which) {
            return calls.entrySet().stream()
                    .filter(call -> which.test(call.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    /** @param more flags of {@code run} */
    static ControllerProcess start(
            Path folder, String repository, Path kubeconfig, List<String> more, Patience patience)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("run", "--repo", repository));
        arguments.addAll(List.of("--cluster", CLUSTER, "--kubeconfig", kubeconfig.toString()));
        arguments.addAll(List.of("--namespaces", BenchApp.NAMESPACE, "--lease-namespace", BenchApp.NAMESPACE));
        arguments.addAll(List.of("--work-dir", folder.resolve("controller").toString()));
        arguments.addAll(List.of("--health-port", "0", "--log-format", "json"));
        arguments.addAll(more);
        ChildJvm process = ChildJvm.start(tuning(), BoundController.class, arguments, folder.resolve("controller.log"));
        try {
            patience.await(
                    "the controller's start", LOOK, () -> started(process).isPresent());
            String port = started(process).orElseThrow().path("healthPort").asText();
            return new ControllerProcess(process, URI.create("http://127.0.0.1:" + port + "/metrics"));
        } catch (CliException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** The flags that the launcher gives the JVM of {@code run}. */
    private static List<String> tuning() {
        return Stream.of(System.getProperty("quorate.tuning", "").split(" "))
                .filter(flag -> !flag.isEmpty())
                .toList();
    }

    private static Optional<JsonNode> started(ChildJvm process) {
        if (!process.alive()) {
            throw new CliException("The controller ended: " + String.join("\n", process.log()));
        }
        return line(process, line -> line.path("message").asText().equals("Started"));
    }

    private static Optional<JsonNode> line(ChildJvm process, Predicate<JsonNode> wanted) {
        return process.log().stream()
                .map(ControllerProcess::parse)
                .filter(wanted)
                .findFirst();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException halfALine) {
            return MissingNode.getInstance();
        }
    }

    /** When it began the look at the branch that found the commit; waits until it did. */
    Instant lookedAt(String commit, Patience patience) throws InterruptedException {
        Predicate<JsonNode> news = line -> line.path("message").asText().equals("New commit")
                && commit.startsWith(line.path("commit").asText("none"));
        patience.await(
                "the controller sees commit " + commit,
                LOOK,
                () -> line(process, news).isPresent());
        return Instant.parse(line(process, news).orElseThrow().path("lookedAt").asText());
    }

    Reading read() throws InterruptedException {
        try {
            String page = client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
            Map<String, Long> calls = new TreeMap<>();
            Matcher count = COUNT.matcher(page);
            while (count.find()) {
                calls.put(count.group(1) + " " + count.group(2), Long.parseLong(count.group(3)));
            }
            return new Reading(process.processorTime(), calls);
        } catch (IOException e) {
            throw new CliException("The controller's metrics cannot be read: " + e.getMessage(), e);
        }
    }

    Optional<Long> peakMemoryKib() {
        return process.peakMemoryKib();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
