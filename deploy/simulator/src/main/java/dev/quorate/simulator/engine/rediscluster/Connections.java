package dev.quorate.simulator.engine.rediscluster;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who is connected to a node, by numbers that are never given again. */
final class Connections {

    private final Map<Long, String> names = new TreeMap<>();
    private final Set<Long> asking = new TreeSet<>();

    void open(long number) {
        names.put(number, "");
    }

    boolean isOpen(long number) {
        return names.containsKey(number);
    }

    void name(long number, String name) {
        names.replace(number, name);
    }

    String name(long number) {
        return names.getOrDefault(number, "");
    }

    boolean close(long number) {
        asking.remove(number);
        return names.remove(number) != null;
    }

    /** The next command may be about a slot that is only coming. */
    void ask(long number) {
        asking.add(number);
    }

    boolean asked(Optional<Long> number) {
        return number.filter(asking::remove).isPresent();
    }

    /** As CLIENT LIST shows them. */
    String list(String address) {
        return names.entrySet().stream()
                .map(entry -> "id=" + entry.getKey() + " addr=" + address + ":0 laddr=" + address + ":"
                        + NodeProgram.PORT + " name=" + entry.getValue() + " age=0 idle=0 flags=N db=0\n")
                .collect(Collectors.joining());
    }
}
