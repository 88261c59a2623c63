package dev.quorate.simulator.engine.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The key-value service of one member: put, and range over one key or a range of keys. */
final class KeyCalls {

    private final EtcdProcess process;

    KeyCalls(EtcdProcess process) {
        this.process = process;
    }

    private static final class Value {
        private final long created;
        private long modified;
        private long version;
        private String value = "";

        Value(long created) {
            this.created = created;
        }
    }

    ObjectNode put(JsonNode body) {
        if (process.learner()) {
            throw EtcdException.forLearner();
        }
        String key = decode(body.path("key"));
        if (key.isEmpty()) {
            throw new EtcdException(EtcdException.Code.INVALID_ARGUMENT, "etcdserver: key is not provided");
        }
        Entry.Put put = new Entry.Put(key, decode(body.path("value")));
        if (process.network().append(process, log -> log.write(put)).isEmpty()) {
            throw new EtcdException(EtcdException.Code.DEADLINE_EXCEEDED, "context deadline exceeded");
        }
        return reply();
    }

    ObjectNode range(JsonNode body) {
        boolean serializable = body.path("serializable").asBoolean();
        if (!serializable && process.learner()) {
            throw EtcdException.forLearner();
        }
        if (!serializable && process.network().leaderOf(process).isEmpty()) {
            throw EtcdException.timeout();
        }
        Map<String, Value> found = within(values(), decode(body.path("key")), decode(body.path("range_end")));
        ObjectNode reply = reply();
        if (!found.isEmpty()) {
            if (!body.path("count_only").asBoolean()) {
                found.forEach((key, value) -> reply.withArray("kvs").add(json(key, value)));
            }
            reply.put("count", Integer.toString(found.size()));
        }
        return reply;
    }

    private static Map<String, Value> within(NavigableMap<String, Value> all, String key, String end) {
        if (end.isEmpty()) {
            return Optional.ofNullable(all.get(key))
                    .map(value -> Map.of(key, value))
                    .orElseGet(Map::of);
        }
        return end.equals("\0") ? all.tailMap(key) : all.subMap(key, end);
    }

    /** The key space, read from the log. */
    private NavigableMap<String, Value> values() {
        List<Entry> writes = new ArrayList<>();
        for (Optional<Entry> at = Optional.of(process.log());
                at.isPresent();
                at = at.get().previous()) {
            if (at.get().put().isPresent()) {
                writes.add(at.get());
            }
        }
        Collections.reverse(writes);
        NavigableMap<String, Value> values = new TreeMap<>();
        for (Entry write : writes) {
            Entry.Put put = write.put().orElseThrow();
            Value value = values.computeIfAbsent(put.key(), any -> new Value(write.revision()));
            value.modified = write.revision();
            value.version++;
            value.value = put.value();
        }
        return values;
    }

    private ObjectNode reply() {
        ObjectNode reply = Gateway.object();
        reply.set("header", MemberCalls.header(process, true));
        return reply;
    }

    private static ObjectNode json(String key, Value value) {
        return Gateway.object()
                .put("key", encode(key))
                .put("create_revision", Long.toString(value.created))
                .put("mod_revision", Long.toString(value.modified))
                .put("version", Long.toString(value.version))
                .put("value", encode(value.value));
    }

    /** Bytes are kept as Latin-1, one character per byte, so that keys sort as bytes do. */
    private static String decode(JsonNode bytes) {
        try {
            return new String(Base64.getDecoder().decode(bytes.asText("")), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new EtcdException(EtcdException.Code.INVALID_ARGUMENT, "illegal base64 data: " + bytes);
        }
    }

    private static String encode(String bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
