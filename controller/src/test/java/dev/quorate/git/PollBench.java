package dev.quorate.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Shows that work is proportional to the change: polls and pushes with 10,000 files. Run {@code main}; an argument names the
 * folder to work in.
 */
final class PollBench {

    private static final int FILES = 10_000;
    private static final int ROUNDS = 20;

    private PollBench() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("poll-bench");
        TestRemote remote = TestRemote.empty(folder);
        Map<String, String> specs = new TreeMap<>();
        for (int file = 0; file < FILES; file++) {
            specs.put(path(file), "replicas: 3 # " + file + "\n");
        }
        remote.commit("Add " + FILES + " specs", specs);
        polls(remote, folder.resolve("specs.git"));
        pushes(remote, folder.resolve("status.git"));
        System.out.println("Left for a look: " + folder);
    }

    private static void polls(TestRemote remote, Path clone) {
        try (JGitSource source = JGitSource.open(remote.settings(), clone, Optional.empty())) {
            print("first poll, all files", time(source::poll));
            long[] unchanged = new long[ROUNDS];
            long[] changed = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                unchanged[round] = time(source::poll);
                remote.commit("Scale", Map.of(path(round * 37), "replicas: " + (4 + round) + "\n"));
                changed[round] = time(source::poll);
            }
            print("poll without news", median(unchanged));
            print("poll with one changed file", median(changed));
        }
    }

    private static void pushes(TestRemote remote, Path clone) {
        GitSettings settings = remote.settings().withBranch("quorate/bench");
        ReportAuthor author = new ReportAuthor("Quorate", "quorate@example.org", Optional.empty());
        RaceRetry retry = new RaceRetry(1, Duration.ZERO, new Random(1), pause -> {});
        CommitMessage message = new CommitMessage("Report", "", List.of());
        try (StatusBranch branch = JGitStatusBranch.open(settings, clone, author, InstantSource.system(), retry)) {
            List<FileWrite> all = IntStream.range(0, FILES)
                    .mapToObj(file -> FileWrite.of(path(file), "fine\n"))
                    .toList();
            print("first push, all files", time(() -> branch.push(all, message)));
            long[] pushes = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                List<FileWrite> one = List.of(FileWrite.of(path(round * 37), "round " + round + "\n"));
                pushes[round] = time(() -> branch.push(one, message));
            }
            print("push of one changed file", median(pushes));
        }
    }

    private static String path(int file) {
        return String.format("specs/team-%02d/app-%05d.yaml", file % 100, file);
    }

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String what, long nanos) {
        System.out.printf("%-28s %8.1f ms%n", what, nanos / 1e6);
    }
}
