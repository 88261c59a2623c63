package dev.quorate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quorate.cli.CliException;
import dev.quorate.demo.Scene.Expectation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A VictoriaMetrics beside the demo, where the machine has one: it scrapes by the configuration of a Prometheus, whose package in
 * Debian cannot ask Kubernetes. It finds members as people's do, by the headless Services and the name of their port, so who joins
 * is scraped without a word to it, and who has left is gone.
 */
final class Scraping implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final String CONFIGURATION = """
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
            - job_name: members
              kubernetes_sd_configs:
              - {role: endpoints, api_server: "%s", namespaces: {names: [shop]}}
              relabel_configs:
              - source_labels: [__meta_kubernetes_service_name, __meta_kubernetes_endpoint_port_name]
                regex: "%s-(.+-)?headless;%s"
                action: keep
            """;

    private record Running(Process process, URI targets) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final Optional<Running> scraper;

    private Scraping(Optional<Running> scraper) {
        this.scraper = scraper;
    }

    static Scraping none() {
        return new Scraping(Optional.empty());
    }

    /** Below {@code QUORATE_VICTORIAMETRICS_CACHE}, or {@code ~/.cache/quorate/victoria-metrics}, as deploy/ci/unpack-package.sh leaves it. */
    static Optional<Path> program(Map<String, String> environment) {
        return Optional.of(cache(environment).resolve("usr/bin/victoria-metrics"))
                .filter(Files::isExecutable);
    }

    static Path cache(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("QUORATE_VICTORIAMETRICS_CACHE"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "quorate", "victoria-metrics"));
    }

    static Scraping of(DemoEngine engine, DemoCluster cluster, Path folder, Map<String, String> environment) {
        return new Scraping(engine.metrics()
                .flatMap(port -> program(environment)
                        .map(program -> start(
                                program, CONFIGURATION.formatted(cluster.api("/"), engine.app(), port), folder))));
    }

    private static Running start(Path program, String configuration, Path folder) {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + free.getLocalPort();
            Path file = Files.writeString(folder.resolve("scraping.yml"), configuration);
            free.close();
            Process process = new ProcessBuilder(
                            program.toString(),
                            "-promscrape.config=" + file,
                            "-promscrape.kubernetesSDCheckInterval=1s",
                            "-storageDataPath=" + folder.resolve("scraped"),
                            "-httpListenAddr=" + address)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("scraping.log").toFile())
                    .start();
            return new Running(process, URI.create("http://" + address + "/api/v1/targets?state=active"));
        } catch (IOException e) {
            throw new CliException("VictoriaMetrics does not start: " + e.getMessage(), e);
        }
    }

    /** @param addresses of the pods, without a port */
    List<Expectation> scrapes(int members, Supplier<Set<String>> addresses) {
        return scraper.stream()
                .map(running -> new Expectation(
                        "VictoriaMetrics scrapes " + members + " members, and nobody else",
                        () -> addresses.get().size() == members
                                && answering(running).equals(addresses.get())))
                .toList();
    }

    /** Whom it reaches; nobody as long as there is one that it does not. */
    private Set<String> answering(Running running) {
        Set<String> hosts = new HashSet<>();
        for (JsonNode target : targets(running).at("/data/activeTargets")) {
            if (!target.path("health").asText().equals("up")) {
                return Set.of();
            }
            hosts.add(URI.create(target.path("scrapeUrl").asText()).getHost());
        }
        return hosts;
    }

    private JsonNode targets(Running running) {
        try {
            return JSON.readTree(client.send(
                            HttpRequest.newBuilder(running.targets())
                                    .timeout(SOON)
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
        } catch (IOException notYet) {
            return JSON.missingNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JSON.missingNode();
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (scraper.isPresent()) {
            scraper.get().process().destroyForcibly().waitFor();
        }
    }
}
