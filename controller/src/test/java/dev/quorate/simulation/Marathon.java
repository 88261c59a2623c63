package dev.quorate.simulation;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Plays very many seeds on all processors, without a build around them: {@code Marathon FIRST LAST [ENGINE]}. */
final class Marathon {

    private static final int STRIDE = 1000;

    private final Mix mix;
    private final AtomicLong played = new AtomicLong();

    private Marathon(Mix mix) {
        this.mix = mix;
    }

    /** Ends with 1 when a seed failed. */
    public static void main(String[] args) {
        if (args.length < 2 || args.length > 3) {
            System.err.println("usage: Marathon FIRST LAST [statefulset|etcd|zookeeper|rabbitmq|redis|mix]");
            System.exit(2);
        }
        Quiet.logs();
        long first = Long.parseLong(args[0]);
        long last = Long.parseLong(args[1]);
        Marathon marathon = new Marathon(args.length == 3 ? Mix.of(args[2]) : Mix.MIX);
        long failed = marathon.failed(first, last);
        System.out.println(marathon.mix.title() + " " + first + " to " + last + ": " + marathon.played + " played, "
                + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    private long failed(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .parallel()
                .filter(seed -> !keeps(Script.of(seed, mix)))
                .count();
    }

    private boolean keeps(Script script) {
        Run.Result result = Run.of(script, Plant.NONE);
        result.failure().ifPresent(failure -> System.out.println(script.replay() + "  " + firstLine(failure.how())));
        long count = played.incrementAndGet();
        if (count % STRIDE == 0) {
            System.out.println(mix.title() + ": " + count + " played");
        }
        return result.failure().isEmpty();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
