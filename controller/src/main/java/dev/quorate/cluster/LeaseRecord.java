package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The spec of a Lease.
 *
 * @param transitions how often the lease changed hands; a holder that lost it and takes it again counts too
 */
record LeaseRecord(String holder, Duration duration, Instant acquired, Instant renewed, int transitions) {

    /** The API server takes times of leases with exactly six digits. */
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static LeaseRecord of(Manifest lease) {
        JsonNode spec = lease.at("/spec");
        return new LeaseRecord(
                spec.path("holderIdentity").asText(),
                Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong()),
                time(spec.path("acquireTime")),
                time(spec.path("renewTime")),
                spec.path("leaseTransitions").asInt());
    }

    boolean heldBy(String identity) {
        return holder.equals(identity);
    }

    boolean free() {
        return holder.isEmpty();
    }

    LeaseRecord takenBy(String identity, Duration newDuration, Instant now) {
        return new LeaseRecord(identity, newDuration, now, now, transitions + 1);
    }

    LeaseRecord renewedAt(Instant now) {
        return new LeaseRecord(holder, duration, acquired, now, transitions);
    }

    /** With the shortest duration there is, as client-go does: the next holder need not wait. */
    LeaseRecord released(Instant now) {
        return new LeaseRecord("", Duration.ofSeconds(1), acquired, now, transitions);
    }

    void write(ObjectNode lease) {
        lease.putObject("spec")
                .put("holderIdentity", holder)
                .put("leaseDurationSeconds", duration.toSeconds())
                .put("acquireTime", MICRO_TIME.format(acquired))
                .put("renewTime", MICRO_TIME.format(renewed))
                .put("leaseTransitions", transitions);
    }

    private static Instant time(JsonNode text) {
        return text.isTextual() ? Instant.from(DateTimeFormatter.ISO_INSTANT.parse(text.asText())) : Instant.EPOCH;
    }
}
