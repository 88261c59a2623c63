package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.Cluster.Notice;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Writes Kubernetes Events, one object for all repetitions of a notice. They are for people who look, so nothing waits for
 * them and nothing fails with them: one that cannot be written is lost.
 */
final class EventRecorder {

    private static final int REMEMBERED = 1024;
    /** The API server takes no longer one. */
    private static final int LONGEST_MESSAGE = 1024;

    private static final Duration BETWEEN_REPETITIONS = Duration.ofSeconds(10);
    /** A cluster forgets its Events after an hour by default: then a repetition needs an object of its own. */
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(50);

    /** @param count how often the notice was given since {@code first} */
    private record Series(String name, int count, Instant first, Instant written) {}

    private final ApiTransport transport;
    private final InstantSource clock;
    private final Executor sender;
    private final Map<Notice, Series> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Notice, Series> eldest) {
            return size() > REMEMBERED;
        }
    };

    EventRecorder(ApiTransport transport, InstantSource clock, Executor sender) {
        this.transport = transport;
        this.clock = clock;
        this.sender = sender;
    }

    void record(Notice notice) {
        request(notice).ifPresent(request -> {
            try {
                sender.execute(() -> send(request));
            } catch (RejectedExecutionException full) {
                forget(notice);
            }
        });
    }

    /** Empty when the notice was written a moment ago: it is counted, and the next one tells. */
    private synchronized Optional<ApiRequest> request(Notice notice) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Series before = known.get(notice);
        if (before == null || now.isAfter(before.first().plus(REMEMBERED_FOR))) {
            Series series = new Series(name(notice, clock.instant()), 1, now, now);
            known.put(notice, series);
            return Optional.of(ApiRequest.post(
                    Paths.collection(Kind.EVENT, namespace(notice)), ApiServer.MANAGED, body(notice, series)));
        }
        boolean tell = !now.isBefore(before.written().plus(BETWEEN_REPETITIONS));
        Series series = new Series(before.name(), before.count() + 1, before.first(), tell ? now : before.written());
        known.put(notice, series);
        return tell ? Optional.of(repetition(notice, series)) : Optional.empty();
    }

    private synchronized void forget(Notice notice) {
        known.remove(notice);
    }

    private void send(ApiRequest request) {
        try {
            transport.send(request);
        } catch (ApiTransport.NoAnswer lost) {
            // An Event is worth one try: the status report tells the same for good.
            return;
        }
    }

    private static ApiRequest repetition(Notice notice, Series series) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.put("count", series.count()).put("lastTimestamp", series.written().toString());
        String path = Paths.collection(Kind.EVENT, namespace(notice)) + "/" + series.name();
        return ApiRequest.patch(path, ApiServer.MANAGED, ApiRequest.MERGE_PATCH, patch);
    }

    private static ObjectNode body(Notice notice, Series series) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", series.name()).put("namespace", namespace(notice));
        event.putObject("involvedObject")
                .put("apiVersion", notice.about().kind().apiVersion())
                .put("kind", notice.about().kind().title())
                .put("namespace", notice.about().namespace())
                .put("name", notice.about().name())
                .put("uid", notice.uid());
        event.put("type", notice.warning() ? "Warning" : "Normal");
        event.put("reason", notice.reason());
        event.put("message", cut(notice.message()));
        event.put("count", 1);
        event.put("firstTimestamp", series.first().toString());
        event.put("lastTimestamp", series.written().toString());
        event.putObject("source").put("component", FieldOwners.MANAGER);
        event.put("reportingComponent", "quorate.dev/controller");
        return event;
    }

    /**
     * Named as Kubernetes' own recorders do: the object and the time, in hexadecimal. The text keeps two events of one moment
     * apart, and being text it is the same in each process, so that a run can be replayed.
     */
    private static String name(Notice notice, Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        int text = Objects.hash(notice.uid(), notice.reason(), notice.message());
        return notice.about().name() + "." + Long.toHexString(nanos ^ Integer.toUnsignedLong(text));
    }

    private static String namespace(Notice notice) {
        return notice.about().namespace().isEmpty() ? "default" : notice.about().namespace();
    }

    private static String cut(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 4) + " ...";
    }
}
