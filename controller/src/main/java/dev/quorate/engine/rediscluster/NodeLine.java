package dev.quorate.engine.rediscluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one node says of another, or of itself: a line of CLUSTER NODES.
 *
 * @param host the name it announces; empty while it is not known
 * @param master whom it follows; empty for a master
 * @param open slots on their way, which only a node's line of itself shows
 */
record NodeLine(
        String id, String ip, String host, Set<String> flags, Optional<String> master, Slots slots, List<Open> open) {

    /** {@code id ip:port@bus,host flags master ping pong epoch link slots…}; what follows the host has a name of its own. */
    private static final Pattern LINE = Pattern.compile(
            "([0-9a-f]{40}) ([^ ]*?):\\d+(?:@\\d+)?(?:,([^ ,]*))?[^ ]* ([^ ]+) ([^ ]+) \\d+ \\d+ \\d+ [^ ]+ ?(.*)");

    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");
    private static final Pattern OPEN = Pattern.compile("\\[(\\d+)-([<>])-([0-9a-f]{40})]");

    NodeLine {
        flags = Set.copyOf(flags);
        open = List.copyOf(open);
    }

    enum Way {
        TO,
        FROM
    }

    /** @param other the node that a slot goes to, or comes from */
    record Open(int slot, Way way, String other) {}

    /** Empty for a line that is none. */
    static Optional<NodeLine> parse(String line) {
        Matcher found = LINE.matcher(line.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        List<Open> open = new ArrayList<>();
        Slots slots = Slots.NONE;
        for (String word : found.group(6).split(" ", -1)) {
            Matcher range = RANGE.matcher(word);
            Matcher way = OPEN.matcher(word);
            if (range.matches()) {
                int first = Integer.parseInt(range.group(1));
                slots = slots.and(
                        Slots.between(first, range.group(2) == null ? first : Integer.parseInt(range.group(2))));
            } else if (way.matches()) {
                open.add(new Open(
                        Integer.parseInt(way.group(1)), way.group(2).equals(">") ? Way.TO : Way.FROM, way.group(3)));
            }
        }
        return Optional.of(new NodeLine(
                found.group(1),
                found.group(2),
                Optional.ofNullable(found.group(3)).orElse(""),
                Set.of(found.group(4).split(",", -1)),
                Optional.of(found.group(5)).filter(id -> !id.equals("-")),
                slots,
                open));
    }

    boolean itself() {
        return flags.contains("myself");
    }

    boolean masters() {
        return flags.contains("master");
    }

    /** Two nodes that have only just met do not know each other's ids yet. */
    boolean known() {
        return !flags.contains("handshake");
    }

    boolean failing() {
        return flags.contains("fail") || flags.contains("fail?");
    }
}
