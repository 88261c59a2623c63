package dev.quorate.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A place for files under keys such as {@code shop/locks/2026-01-31T030000Z.json}. */
public interface Store {

    /** The names of the files in a folder; none where there is no such folder. */
    List<String> list(String folder) throws IOException;

    /** Afterwards the file is there whole; when this fails, it is there whole or not at all. */
    void put(String key, Path file) throws IOException;

    /** Writes what is under a key to a file. */
    void get(String key, Path file) throws IOException;

    void delete(String key) throws IOException;
}
