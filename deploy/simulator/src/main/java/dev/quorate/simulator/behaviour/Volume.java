package dev.quorate.simulator.behaviour;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The content of one volume: whatever its program keeps, by path. It outlives the pod, until it is lost. */
public final class Volume {

    private final Map<String, Object> files = new TreeMap<>();

    public <T> Optional<T> read(String path, Class<T> type) {
        return Optional.ofNullable(files.get(path)).map(type::cast);
    }

    public void write(String path, Object content) {
        files.put(path, content);
    }

    public void delete(String path) {
        files.remove(path);
    }

    /** What a broken disk does. */
    public void lose() {
        files.clear();
    }
}
