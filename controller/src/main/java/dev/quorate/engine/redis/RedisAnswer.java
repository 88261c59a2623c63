package dev.quorate.engine.redis;

import dev.quorate.engine.Roster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one redis said of itself.
 *
 * @param trouble why it said nothing; empty when it did
 */
record RedisAnswer(Roster.Pod pod, Optional<Status> status, String trouble) {

    private static final Pattern LINE = Pattern.compile("^([a-z0-9_]+):(.*)$", Pattern.MULTILINE);
    private static final Pattern FOLLOWER =
            Pattern.compile("ip=([^,]+),port=\\d+,state=([a-z_]+),offset=(\\d+),lag=(\\d+).*");

    /**
     * @param master the host it follows; empty for a master
     * @param whole what it follows reaches it, and it has all of an older copy; a master has nothing to wait for
     * @param offset how far its copy goes
     * @param priority with which sentinels choose it: a lower one is chosen first
     * @param followers those that a master sends its writes to
     */
    record Status(
            String version,
            Optional<String> master,
            boolean whole,
            long offset,
            int priority,
            List<Follower> followers) {

        Status {
            followers = List.copyOf(followers);
        }

        boolean masters() {
            return master.isEmpty();
        }

        /** The start script keeps a replica from being chosen until all is on its volume. */
        boolean electable() {
            return masters() || priority > 0;
        }

        boolean follows(String host) {
            return master.equals(Optional.of(host));
        }
    }

    /** @param online it gets what is written as it is written, and said so of late */
    record Follower(String host, boolean online) {}

    static RedisAnswer silence(Roster.Pod pod, String why) {
        return new RedisAnswer(pod, Optional.empty(), why);
    }

    /** @param info what it said to INFO */
    static RedisAnswer of(Roster.Pod pod, String info) {
        Map<String, String> lines = LINE.matcher(info)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), found -> found.group(2).strip(), (first, again) -> first));
        if (!lines.containsKey("role")) {
            return silence(pod, "it does not say what it is");
        }
        boolean loading = !lines.getOrDefault("loading", "0").equals("0");
        return loading
                ? silence(pod, "it reads its data from the volume")
                : new RedisAnswer(pod, Optional.of(status(lines)), "");
    }

    private static Status status(Map<String, String> lines) {
        boolean masters = "master".equals(lines.get("role"));
        boolean linked = "up".equals(lines.get("master_link_status"))
                && "0".equals(lines.getOrDefault("master_sync_in_progress", "0"));
        return new Status(
                lines.getOrDefault("redis_version", ""),
                masters ? Optional.empty() : Optional.of(lines.getOrDefault("master_host", "")),
                masters || linked,
                number(lines, masters ? "master_repl_offset" : "slave_repl_offset"),
                (int) number(lines, "slave_priority"),
                followers(lines).toList());
    }

    private static Stream<Follower> followers(Map<String, String> lines) {
        return lines.entrySet().stream()
                .filter(line -> line.getKey().matches("slave\\d+"))
                .map(line -> FOLLOWER.matcher(line.getValue()))
                .filter(Matcher::matches)
                .map(found -> new Follower(
                        found.group(1),
                        found.group(2).equals("online") && Long.parseLong(found.group(4)) <= RedisEngine.MAX_LAG));
    }

    private static long number(Map<String, String> lines, String name) {
        String text = lines.getOrDefault(name, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }
}
