package dev.quorate.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.api.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Measures the simulated cluster and prints what it found; {@code README.md} says how to run it. No test, since times are
 * those of a machine.
 */
final class Bench {

    private static final int OBJECTS = 10_000;
    private static final int WATCHES = 10;
    private static final int CLIENTS = 8;
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        try (RealCluster cluster = Simulator.real()) {
            try (InputStream answer =
                    cluster.http().uri().resolve("/version").toURL().openStream()) {
                answer.readAllBytes();
            }
            long started = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            print("from the start of the JVM to the first answer over HTTP", (double) started, "ms");
            print("    processor time of that", cpuSeconds() * 1000, "ms");
        }
        inProcess("cold");
        resident("largest resident set so far");
        inProcess("warm");
        overHttp("cold");
        overHttp("warm");
        resident("largest resident set of all this, clients included");
    }

    /** Where the system tells it. */
    private static void resident(String what) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .forEach(mebibytes -> print(what, mebibytes, "MiB"));
        }
    }

    /** Of the whole process: where the machine is busy with other things, this still compares. */
    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    private static void inProcess(String round) {
        VirtualCluster cluster = Simulator.virtual(1);
        var api = cluster.simulator().api();
        long empty = heapAfterCollection();
        List<Watch> watches = new ArrayList<>();
        for (int i = 0; i < WATCHES; i++) {
            watches.add(api.open(ApiRequest.get(MAPS + "?watch=true")));
        }
        long events = 0;
        double cpu = cpuSeconds();
        long start = System.nanoTime();
        for (int i = 0; i < OBJECTS; i++) {
            api.handle(ApiRequest.of("POST", MAPS, Map.of("content-type", "application/json"), map(i)));
            for (Watch watch : watches) {
                events += watch.take().size();
            }
        }
        double seconds = seconds(start);
        print("in process, " + round + ": creates, each seen by " + WATCHES + " watches", OBJECTS / seconds, "/s");
        print("in process, " + round + ": events", events / seconds, "/s");
        print("    creates in a second of processor time", OBJECTS / (cpuSeconds() - cpu), "");
        long heap = heapAfterCollection();
        print("heap for " + OBJECTS + " objects and " + WATCHES + " watches", (heap - empty) / 1e6, "MB");
        print("heap for one object, its share of the history included", (heap - empty) / (double) OBJECTS, "bytes");
        watches.forEach(Watch::close);
    }

    private static void overHttp(String round) throws Exception {
        try (RealCluster cluster = Simulator.real()) {
            HttpClient client = HttpClient.newHttpClient();
            URI maps = cluster.http().uri().resolve(MAPS);
            ExecutorService threads = Executors.newFixedThreadPool(WATCHES + CLIENTS);
            try {
                List<CompletableFuture<Void>> work = new ArrayList<>();
                double cpu = cpuSeconds();
                long start = System.nanoTime();
                for (int i = 0; i < WATCHES; i++) {
                    InputStream lines = watch(client, maps);
                    work.add(CompletableFuture.runAsync(() -> read(lines), threads));
                }
                List<CompletableFuture<Void>> creates = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    int first = i;
                    creates.add(CompletableFuture.runAsync(() -> create(client, maps, first), threads));
                }
                creates.forEach(CompletableFuture::join);
                print("HTTP, " + round + ": creates by " + CLIENTS + " clients", OBJECTS / seconds(start), "/s");
                work.forEach(CompletableFuture::join);
                double events = (double) OBJECTS * WATCHES;
                print("HTTP, " + round + ": events to " + WATCHES + " watches", events / seconds(start), "/s");
                print("    creates in a second of processor time, all included", OBJECTS / (cpuSeconds() - cpu), "");
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static InputStream watch(HttpClient client, URI maps) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(maps + "?watch=true")).build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    /** Until every object has been seen. */
    private static void read(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (int i = 0; i < OBJECTS; i++) {
                if (lines.readLine() == null) {
                    throw new IllegalStateException("the watch ended after " + i + " events");
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the watch broke", e);
        }
    }

    private static void create(HttpClient client, URI maps, int first) {
        for (int i = first; i < OBJECTS; i += CLIENTS) {
            HttpRequest request = HttpRequest.newBuilder(maps)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(map(i).toString()))
                    .build();
            expect(201, send(client, request));
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void expect(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new IllegalStateException(status + " expected: " + response.body());
        }
    }

    private static ObjectNode map(int number) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        map.put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = map.putObject("metadata").put("name", "map-" + number);
        metadata.putObject("labels").put("app.kubernetes.io/name", "app-" + number % 100);
        map.putObject("data").put("first", "a value of some length").put("second", "another value " + number);
        return map;
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String what, double value, String unit) {
        System.out.printf("%-66s %,10.0f %s%n", what, value, unit);
    }
}
