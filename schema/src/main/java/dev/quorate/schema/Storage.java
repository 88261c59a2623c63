package dev.quorate.schema;

import java.util.List;
import java.util.Optional;

/** The volume that each member gets, in the words of a PersistentVolumeClaim. */
public record Storage(
        String size, Optional<String> storageClassName, List<String> accessModes, Optional<String> volumeMode) {
    public Storage {
        accessModes = List.copyOf(accessModes);
    }
}
