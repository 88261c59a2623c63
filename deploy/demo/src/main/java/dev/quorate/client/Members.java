package dev.quorate.client;

import java.util.Map;
import java.util.Optional;

/** Members of an engine as their clients see them, each by its own address and port. */
public interface Members extends AutoCloseable {

    /** Whether the member acknowledged the write. */
    boolean put(String address, String key, String value) throws InterruptedException;

    /** What all keys with this beginning hold, by a read that a majority confirms; absent where it gives no answer. */
    Optional<Map<String, String>> read(String address, String prefix) throws InterruptedException;

    /** Whoever keeps connections ends them here. */
    @Override
    default void close() {}
}
