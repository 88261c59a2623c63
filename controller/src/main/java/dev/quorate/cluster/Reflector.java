package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Keeps one kind of the cache equal to the cluster, round by round.
 *
 * <ol>
 *   <li>Without a version, list: consistently, page by page.
 *   <li>Watch from the version of the list, and from that of the last event when a watch ends.
 *   <li>410 means that the version is no longer kept: list again. So does a watch that told nothing at all, not even a
 *       bookmark: a version from before a restored backup is one that never comes.
 *   <li>Rounds that end at once are a server in trouble: rest longer each time, and never in step with others.
 * </ol>
 */
final class Reflector {

    private static final int GONE = 410;

    /** A watch is renewed in this time, by the server; the rest is random, so that watches do not end together. */
    private static final int WATCH_SECONDS = 240;

    private static final int WATCH_SPREAD = 60;
    /** Bookmarks come about once a minute: a connection that is silent for longer is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(100);

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);
    private static final Duration FIRST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final Kind kind;
    private final ApiServer server;
    private final WatchTransport watches;
    private final ObjectCache cache;
    private final InstantSource clock;
    private final Random random;

    private String version = "";
    private int shortRounds;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile Optional<WatchTransport.Stream> open = Optional.empty();
    private volatile boolean closed;

    Reflector(
            Kind kind,
            ApiTransport transport,
            WatchTransport watches,
            ObjectCache cache,
            InstantSource clock,
            Random random) {
        this.kind = kind;
        this.server = new ApiServer(transport);
        this.watches = watches;
        this.cache = cache;
        this.clock = clock;
        this.random = random;
    }

    Kind kind() {
        return kind;
    }

    /** What went wrong in the last round; empty when it ended in good order. */
    Optional<String> trouble() {
        return trouble;
    }

    /** Ends the round that runs, and any other at once. */
    void close() {
        closed = true;
        open.ifPresent(WatchTransport.Stream::cancel);
    }

    /** A list where one is needed, then one watch until it ends; returns how long to rest before the next round. */
    Duration round() {
        Instant start = clock.instant();
        Duration atLeast = Duration.ZERO;
        try {
            if (version.isEmpty()) {
                list();
            }
            follow();
            trouble = Optional.empty();
        } catch (ClusterException no) {
            trouble = Optional.of(String.valueOf(no.getMessage()));
            if (no.reason() == Reason.FORBIDDEN) {
                cache.close(kind, String.valueOf(no.getMessage()));
            }
            atLeast = no.retryAfter().orElse(Duration.ZERO);
        } catch (RuntimeException defect) {
            // It must not end the watch for ever: what is cached is doubtful now, so list again.
            trouble = Optional.of("watch " + kind.plural() + ": " + defect);
            version = "";
        }
        Duration rest = rest(Duration.between(start, clock.instant()));
        return rest.compareTo(atLeast) > 0 ? rest : atLeast;
    }

    private void list() throws ClusterException {
        Listing listing = server.list(kind, Paths.all(kind), KubernetesCluster.selector(kind, cache.site()));
        cache.replace(kind, listing.items(), listing.version());
        version = listing.version();
    }

    private void follow() throws ClusterException {
        ApiRequest request = ApiRequest.get(Paths.all(kind), query());
        boolean told = false;
        try (WatchTransport.Stream stream = watches.watch(request, SILENCE, Trimmer.keepsOwners(kind))) {
            open = Optional.of(stream);
            Optional<JsonNode> event = closed ? Optional.empty() : stream.next();
            while (event.isPresent()) {
                told = true;
                handle(request, event.get());
                event = stream.next();
            }
        } finally {
            open = Optional.empty();
            version = told ? version : "";
        }
    }

    private void handle(ApiRequest request, JsonNode event) throws ClusterException {
        if (!(event.path("object") instanceof ObjectNode object)) {
            throw new ClusterException(
                    Reason.UNAVAILABLE,
                    "watch " + kind.plural() + ": this is no event of a watch: " + event.path("type"));
        }
        switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> cache.put(kind, object);
            case "DELETED" -> cache.remove(kind, object);
            case "ERROR" -> throw ended(request, object);
            default -> cache.reached(kind, version(object));
        }
        version = version(object);
    }

    private ClusterException ended(ApiRequest request, ObjectNode status) {
        int code = status.path("code").asInt();
        if (code == GONE) {
            version = "";
        }
        return ReplyErrors.of("watch " + kind.plural(), request, new ApiReply(code, Optional.empty(), status));
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        String selector = KubernetesCluster.selector(kind, cache.site());
        if (!selector.isEmpty()) {
            query.put("labelSelector", selector);
        }
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", version);
        query.put("timeoutSeconds", Integer.toString(WATCH_SECONDS + random.nextInt(WATCH_SPREAD)));
        return query;
    }

    private Duration rest(Duration lasted) {
        if (lasted.compareTo(LONG_ENOUGH) >= 0) {
            shortRounds = 0;
            return Duration.ZERO;
        }
        long doubled = FIRST_REST.toMillis() << Math.min(shortRounds, 10);
        shortRounds++;
        long most = Math.min(doubled, LONGEST_REST.toMillis());
        return Duration.ofMillis(most / 2 + random.nextInt((int) (most / 2)));
    }

    private static String version(ObjectNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }
}
