package dev.quorate.state;

import java.util.Optional;

/** A PersistentVolumeClaim of one ordinal; the volume's name tells one volume from its replacement. */
public record ObservedClaim(
        ObservedObject object, String template, int ordinal, Optional<String> volumeName, boolean bound, Space space) {

    public String name() {
        return object.live().name();
    }

    public ObservedClaim withObject(ObservedObject other) {
        return new ObservedClaim(other, template, ordinal, volumeName, bound, space);
    }

    public ObservedClaim withSpace(Space other) {
        return new ObservedClaim(object, template, ordinal, volumeName, bound, other);
    }
}
