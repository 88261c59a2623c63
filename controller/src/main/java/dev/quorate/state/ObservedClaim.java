package dev.quorate.state;

import java.util.Optional;

/** A PersistentVolumeClaim of one ordinal; the volume's name tells one volume from its replacement. */
public record ObservedClaim(
        ObservedObject object, String template, int ordinal, Optional<String> volumeName, boolean bound) {

    public String name() {
        return object.live().name();
    }
}
