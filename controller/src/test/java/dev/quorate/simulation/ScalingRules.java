package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Accepted;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What must hold of an app whose size follows requests, after every event. */
final class ScalingRules {

    private static final Duration SETTLE = Duration.ofMinutes(2);

    private final World world;
    private final Followed followed;
    private final Copies copies;
    private int replicas = -1;
    private int accepted = -1;
    private Optional<Integer> kept = Optional.empty();
    private String spec = "";
    private Instant changedAt = Instant.MIN;
    private int failures;
    private boolean byHand;
    private Instant handAt = Instant.MIN;
    private String last = "";
    private int changes;

    ScalingRules(World world, Followed followed, Copies copies) {
        this.world = world;
        this.followed = followed;
        this.copies = copies;
    }

    void byHand() {
        byHand = true;
    }

    void look() {
        Optional<Manifest> mirror =
                object(Kind.STATEFUL_APP, followed.app().name()).map(Manifest::new);
        String seen = mirror.map(Manifest::resourceVersion).orElse("") + " " + size();
        if (mirror.isEmpty() || seen.equals(last)) {
            return;
        }
        last = seen;
        AppMemory memory = MemoryFormat.read(mirror.get()).orElse(AppMemory.BLANK);
        bounded(mirror.get().at(followed.autoscale()), memory);
        Optional<Accepted> size = memory.accepted().stream().findFirst();
        size.ifPresent(now -> spared(now));
        size.ifPresent(now -> paced(now, mirror.get()));
        kept = size.map(Accepted::count);
    }

    /** No step of ours leads further away from the bounds of the spec in force, but those of an operation that runs. */
    private void bounded(JsonNode autoscale, AppMemory memory) {
        int now = size();
        int before = replicas;
        replicas = now;
        if (byHand || before < 0 || now < 0 || !autoscale.isObject()) {
            byHand = byHand && now == before && autoscale.isObject();
            return;
        }
        if (now < before && followed.equals(Followed.OBSERVERS)) {
            left(now, before);
        }
        int min = autoscale.path("minReplicas").asInt();
        int max = autoscale.path("maxReplicas").asInt();
        boolean away = (now > before && now > max) || (now < before && now < min);
        Broken.unless(
                !away || memory.operation().isPresent() || world.sleeps() > 0,
                "never further outside the bounds",
                () -> followed.set() + " went from " + before + " to " + now + ", and " + min + " to " + max
                        + " are allowed");
    }

    /** By the word of the voters' leader; while there is none nobody leaves. */
    private void left(int now, int before) {
        List<String> listed = world.simulator().zookeeper().listed(Workload.NAMESPACE);
        for (int ordinal = now; ordinal < before; ordinal++) {
            String host = followed.set() + "-" + ordinal + ".";
            Broken.unless(
                    listed.stream().noneMatch(server -> server.startsWith(host)),
                    "a member leaves before its pod",
                    () -> host + " is still listed at " + now + " replicas: " + listed);
        }
    }

    /** Neither a request nor a commit of bounds lets go whom a queue is meant to be on; nor does somebody's hand, or a failure. */
    private void spared(Accepted size) {
        int needed = copies.needs().orElse(0);
        boolean fewer = kept.filter(count -> size.count() < count).isPresent();
        Broken.unless(
                !fewer || size.count() >= needed || size.failures() != failures,
                "nobody leaves whom the data is meant to be on",
                () -> kept + " became " + size.count() + ", and " + needed + " copies are meant to be");
    }

    /** One change a settle time at most, and one member fewer a window; what a commit, a person or a failure asks for is none. */
    private void paced(Accepted size, Manifest mirror) {
        Instant now = world.time().now();
        String spec = mirror.at("/spec").toString();
        JsonNode bounds = mirror.at(followed.autoscale());
        boolean moved = accepted < bounds.path("minReplicas").asInt()
                || accepted > bounds.path("maxReplicas").asInt();
        boolean asked = !moved && spec.equals(this.spec) && size.failures() == failures && !byHandLately(now);
        if (size.count() != accepted && accepted >= 0 && asked) {
            Duration since = Duration.between(changedAt, now);
            long window = Duration.parse("PT"
                            + mirror.at(followed.autoscale() + "/scaleIn/window")
                                    .asText("0s")
                                    .toUpperCase(Locale.ROOT))
                    .toSeconds();
            long least = size.count() < accepted ? Math.max(window, SETTLE.toSeconds()) : SETTLE.toSeconds();
            int fewer = accepted - size.count();
            Broken.unless(
                    since.toSeconds() >= least - 1,
                    "no flapping beyond the configured rate",
                    () -> accepted + " became " + size.count() + " after " + since);
            Broken.unless(
                    fewer <= 0 || followed.shrinks(),
                    "nobody leaves by a request alone where people decide",
                    () -> accepted + " became " + size.count());
            Broken.unless(
                    fewer <= (followed.odd() ? 2 : 1),
                    "one size fewer at a time",
                    () -> accepted + " became " + size.count());
        }
        if (size.count() != accepted) {
            changedAt = now;
            changes++;
        }
        accepted = size.count();
        failures = size.failures();
        this.spec = spec;
    }

    private boolean byHandLately(Instant now) {
        if (byHand) {
            handAt = now;
        }
        return handAt.plus(Duration.ofMinutes(2)).isAfter(now);
    }

    /** How often another size was accepted: where none ever is, nothing is proved. */
    int changes() {
        return changes;
    }

    int size() {
        return object(Kind.STATEFUL_SET, followed.set())
                .map(set -> set.at("/spec/replicas").asInt())
                .orElse(-1);
    }

    boolean rests(int wanted) {
        Optional<ObjectNode> target = object(Kind.SCALE_TARGET, followed.set());
        return size() == wanted
                && target.filter(found -> found.at("/status/accepted").asInt() == wanted
                                && found.at("/status/replicas").asInt() == wanted)
                        .isPresent()
                && ready();
    }

    private boolean ready() {
        for (JsonNode condition :
                object(Kind.STATEFUL_APP, followed.app().name()).orElseThrow().at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private Optional<ObjectNode> object(Kind kind, String name) {
        return world.simulator().store().get(new Key(world.kind(kind), Workload.NAMESPACE, name));
    }
}
