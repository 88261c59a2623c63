package dev.quorate.simulator.engine.rediscluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The keys of a node, by their slots. */
final class Data {

    static final String PATH = "current/data";

    private final Map<Integer, Map<String, String>> slots = new TreeMap<>();
    private long written;

    Optional<String> get(String key) {
        return Optional.ofNullable(slot(Slots.of(key)).get(key));
    }

    boolean has(String key) {
        return get(key).isPresent();
    }

    void put(String key, String value) {
        slots.computeIfAbsent(Slots.of(key), any -> new TreeMap<>()).put(key, value);
        written++;
    }

    boolean remove(String key) {
        boolean removed = has(key);
        if (removed) {
            Map<String, String> left = new TreeMap<>(slot(Slots.of(key)));
            left.remove(key);
            slots.put(Slots.of(key), left);
            written++;
        }
        return removed;
    }

    void clear(int slot) {
        slots.remove(slot);
        written++;
    }

    /** All that a master has, and nothing else. */
    void receive(Data master) {
        slots.clear();
        master.slots.forEach((slot, keys) -> slots.put(slot, new TreeMap<>(keys)));
        written = master.written;
    }

    List<String> keys(int slot) {
        return List.copyOf(slot(slot).keySet());
    }

    int count(int slot) {
        return slot(slot).size();
    }

    Stream<String> keys() {
        return slots.values().stream().flatMap(keys -> keys.keySet().stream());
    }

    int size() {
        return slots.values().stream().mapToInt(Map::size).sum();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** How much has been written, for those who compare copies. */
    long written() {
        return written;
    }

    long bytes() {
        return slots.values().stream()
                .flatMap(keys -> keys.entrySet().stream())
                .mapToLong(entry ->
                        entry.getKey().length() + (long) entry.getValue().length())
                .sum();
    }

    private Map<String, String> slot(int slot) {
        return slots.getOrDefault(slot, Map.of());
    }
}
