package dev.quorate.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.bench.ControllerProcess.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The figures as a table for people, and as one object for programs. */
record BenchPage(int apps, Map<String, Figures> figures, Optional<Long> peakMemoryKib) {

    private static final String ROW = "%-8s %9s %11s %11s %8s %8s %8s %11s %8s %10s %10s %9s";

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "",
                "SECONDS",
                "FROM PUSH",
                "1ST WRITE",
                "CPU-S",
                "CALLS",
                "FLOOR S",
                "FLOOR CPU-S",
                "RATIO",
                "AT REST S",
                "CPU-S",
                "CALLS"));
        figures.forEach((name, of) -> lines.add(row(name, of)));
        lines.add("");
        lines.add("Calls, until all was at rest:");
        figures.forEach((name, of) -> lines.add(String.format(Locale.ROOT, "%-8s %s", name, calls(of.settled()))));
        lines.add("");
        peakMemoryKib.ifPresent(
                peak -> lines.add(String.format(Locale.ROOT, "Peak memory of the controller: %d MiB", peak / 1024)));
        return lines;
    }

    private static String row(String name, Figures of) {
        return String.format(
                Locale.ROOT,
                ROW,
                name,
                seconds(of.seconds()),
                of.fromPush().map(BenchPage::seconds).orElse("-"),
                seconds(of.firstWrite()),
                seconds(of.written().processorTime()),
                of.written().count(call -> true),
                of.floor().map(bare -> seconds(bare.time())).orElse("-"),
                of.floor().map(bare -> seconds(bare.processorTime())).orElse("-"),
                of.ratio()
                        .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                        .orElse("-"),
                seconds(of.atRest()),
                seconds(of.settled().processorTime()),
                of.settled().count(call -> true));
    }

    private static String calls(Reading reading) {
        List<String> parts = new ArrayList<>();
        reading.calls().forEach((call, count) -> parts.add(count + " " + call));
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", asSeconds(time));
    }

    private static double asSeconds(Duration time) {
        return Math.round(time.toNanos() / 1e6) / 1e3;
    }

    ObjectNode json() {
        ObjectNode page = BenchCluster.object().put("apps", apps);
        figures.forEach((name, of) -> page.set(name, json(of)));
        peakMemoryKib.ifPresent(peak -> page.put("peakRssMiB", peak / 1024));
        return page;
    }

    private static ObjectNode json(Figures of) {
        ObjectNode json = BenchCluster.object().put("seconds", asSeconds(of.seconds()));
        of.fromPush().ifPresent(time -> json.put("secondsFromPush", asSeconds(time)));
        json.put("secondsToFirstWrite", asSeconds(of.firstWrite()));
        used(json, of.written());
        used(json.putObject("atRest").put("seconds", asSeconds(of.atRest())), of.settled());
        of.floor()
                .ifPresent(bare -> json.putObject("floor")
                        .put("seconds", asSeconds(bare.time()))
                        .put("apiCalls", bare.writes()));
        of.ratio().ifPresent(ratio -> json.put("ratio", Math.round(ratio * 100) / 100.0));
        return json;
    }

    private static void used(ObjectNode json, Reading reading) {
        json.put("cpuSeconds", asSeconds(reading.processorTime()));
        json.put("apiCalls", reading.count(call -> true));
        ObjectNode byVerb = json.putObject("apiCallsByVerb");
        reading.calls().forEach(byVerb::put);
    }
}
