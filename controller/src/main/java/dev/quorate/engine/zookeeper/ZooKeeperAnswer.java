package dev.quorate.engine.zookeeper;

import dev.quorate.engine.Roster;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one pod said when it was asked whether it serves, who it is and who the members are.
 *
 * @param waiting it answers and serves nobody: it knows no leader, and then it says nothing of itself either
 * @param trouble why it is silent or does not serve; empty if nothing went wrong
 */
record ZooKeeperAnswer(Roster.Pod pod, Optional<Status> status, boolean waiting, String trouble) {

    private static final Pattern VERSION = Pattern.compile("^Zookeeper version: ([0-9.]+)", Pattern.MULTILINE);
    private static final Pattern MODE = Pattern.compile("^Mode: ([a-z]+)", Pattern.MULTILINE);
    private static final Pattern ZXID = Pattern.compile("^Zxid: 0x([0-9a-f]{1,16})$", Pattern.MULTILINE);
    private static final Pattern SERVER_ID = Pattern.compile("^serverId=([0-9]+)$", Pattern.MULTILINE);

    enum Mode {
        LEADER,
        FOLLOWER,
        OBSERVER
    }

    /**
     * A serving member's word about itself.
     *
     * @param list as it is in force at this member
     */
    record Status(String id, Mode mode, String version, long zxid, ServerList list) {}

    static ZooKeeperAnswer silence(Roster.Pod pod, String trouble) {
        return new ZooKeeperAnswer(pod, Optional.empty(), false, trouble);
    }

    /** @param srvr, conf what it said to these two words */
    static ZooKeeperAnswer of(Roster.Pod pod, String srvr, String conf) {
        Optional<Status> status = status(srvr, conf);
        return status.isPresent()
                ? new ZooKeeperAnswer(pod, status, false, "")
                : new ZooKeeperAnswer(pod, Optional.empty(), true, "it serves nobody: it waits for a leader");
    }

    private static Optional<Status> status(String srvr, String conf) {
        Optional<ServerList> list = ServerList.parse(conf);
        Optional<String> id = found(SERVER_ID, conf);
        Optional<Mode> mode = found(MODE, srvr).flatMap(ZooKeeperAnswer::mode);
        if (list.isEmpty() || id.isEmpty() || mode.isEmpty()) {
            return Optional.empty();
        }
        long zxid =
                found(ZXID, srvr).map(hex -> Long.parseUnsignedLong(hex, 16)).orElse(0L);
        return Optional.of(new Status(id.get(), mode.get(), found(VERSION, srvr).orElse(""), zxid, list.get()));
    }

    /** One that serves without others, or reads only, is no member of an ensemble. */
    private static Optional<Mode> mode(String text) {
        return switch (text) {
            case "leader" -> Optional.of(Mode.LEADER);
            case "follower" -> Optional.of(Mode.FOLLOWER);
            case "observer" -> Optional.of(Mode.OBSERVER);
            default -> Optional.empty();
        };
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    boolean from(String id) {
        return status.filter(word -> word.id().equals(id)).isPresent();
    }

    Optional<ServerList> list() {
        return status.map(Status::list);
    }

    boolean leads() {
        return status.filter(word -> word.mode() == Mode.LEADER).isPresent();
    }
}
