package dev.quorate.simulator.http;

import dev.quorate.simulator.api.Containers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The pods of the recording, whose containers wrote these lines and answered these commands. */
final class RecordedContainers implements Containers {

    private static final String NAMESPACE = "tr-21";
    private static final Instant WRITTEN = Instant.parse("2026-11-20T11:23:38.748301258Z");
    private static final Instant LAST = Instant.parse("2026-11-20T11:23:38.748351152Z");

    private static final Map<String, Supplier<Outcome>> COMMANDS = Map.ofEntries(
            done("sh -c echo out; sleep 0.2; echo err >&2", "out\n", "err\n", 0),
            done("echo hello", "hello\n", "", 0),
            done("sh -c echo bye; exit 7", "bye\n", "", 7),
            done("sh -c exit 7", "", "", 7),
            done("sh -c kill -9 $$", "", "", 137),
            done("true", "", "", 0),
            done("echo x", "x\n", "", 0),
            done("echo in c", "in c\n", "", 0),
            done("sh -c echo out; echo err >&2; tty", "out\r\nerr\r\n/dev/pts/0\r\n", "", 0),
            done("sh -c echo err >&2; echo out", "out\n", "err\n", 0),
            missing(
                    "nosuchcmd",
                    "unable to start container process: exec: \"nosuchcmd\": executable file not found in $PATH"),
            missing("/etc/passwd", "unable to start container process: exec: \"/etc/passwd\": permission denied"),
            missing("", "args must not be empty"));

    private static Map.Entry<String, Supplier<Outcome>> done(String line, String out, String err, int code) {
        return Map.entry(line, () -> new Done(out, err, code));
    }

    private static Map.Entry<String, Supplier<Outcome>> missing(String line, String why) {
        return Map.entry(line, () -> new CannotStart(why));
    }

    void install(TestCluster cluster) {
        cluster.send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + NAMESPACE + "\"}}");
        pod(cluster, "p", true, "b");
        pod(cluster, "two", true, "b", "c");
        pod(cluster, "pend", false, "b");
        pod(cluster, "done", true, "b");
        pod(cluster, "crash", true, "b");
        cluster.api.containers(this);
    }

    private static void pod(TestCluster cluster, String name, boolean placed, String... containers) {
        StringBuilder list = new StringBuilder();
        for (String container : containers) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"name\":\"")
                    .append(container)
                    .append("\",\"image\":\"busybox:1.36\"}");
        }
        String spec = (placed ? "\"nodeName\":\"node-1\"," : "") + "\"containers\":[" + list + "]";
        cluster.send(
                "POST",
                "/api/v1/namespaces/" + NAMESPACE + "/pods",
                "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{" + spec + "}}");
    }

    @Override
    public Optional<Log> log(Place place, boolean previous) {
        if (previous) {
            return Optional.empty();
        }
        return switch (place.pod() + "/" + place.container()) {
            case "two/b" -> {
                List<String> texts = new ArrayList<>(List.of("out1"));
                IntStream.range(0, 8).forEach(i -> texts.add("line " + i));
                yield Optional.of(new Written(lines(WRITTEN, texts), List.of(new Line(LAST, "err1"))));
            }
            case "two/c" -> {
                List<Line> recent = lines(Instant.now(), List.of("tick 1", "tick 2", "tick 3"));
                yield Optional.of(new Written(lines(WRITTEN, List.of("tick 0")), recent));
            }
            case "done/b" -> Optional.of(new Written(lines(WRITTEN, List.of("finished")), List.of()));
            case "crash/b" -> Optional.of(new Written(lines(WRITTEN, List.of("before crash")), List.of()));
            default -> Optional.empty();
        };
    }

    private static List<Line> lines(Instant time, List<String> texts) {
        return texts.stream().map(text -> new Line(time, text)).toList();
    }

    @Override
    public boolean runs(Place place) {
        return !place.pod().equals("done");
    }

    @Override
    public Outcome run(Place place, List<String> command, Optional<String> input) {
        if (!runs(place)) {
            return new NotRunning();
        }
        String line = String.join(" ", command);
        if (line.equals("cat")) {
            return input.<Outcome>map(text -> new Done(text, "", 0)).orElseGet(WaitsForInput::new);
        }
        if (line.startsWith("sh -c head -c 70000")) {
            return new Done("x".repeat(70_000), "", 0);
        }
        return Optional.ofNullable(COMMANDS.get(line))
                .orElseThrow(() -> new IllegalArgumentException(line))
                .get();
    }

    /** A log that has ended. */
    private record Written(List<Line> first, List<Line> then) implements Log {
        @Override
        public List<Line> after(long count) {
            return Stream.concat(first.stream(), then.stream()).skip(count).toList();
        }

        @Override
        public long count() {
            return (long) first.size() + then.size();
        }

        @Override
        public boolean hasEnded() {
            return true;
        }

        @Override
        public Runnable follow(Runnable follower) {
            return () -> {};
        }
    }
}
