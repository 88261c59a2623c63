package dev.quorate.simulator.engine.etcd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.time.Duration;

/** The HTTP face of one member: the JSON gateway of the v3 API, health, readiness and version, in etcd's own shapes. */
final class Gateway {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final EtcdProcess process;
    private final boolean old;

    Gateway(EtcdProcess process) {
        this.process = process;
        this.old = EtcdProgram.version(process.pod()).startsWith("3.4");
    }

    ProgramReply handle(ProgramRequest request) {
        return switch (request.pathOnly()) {
            case "/health" -> health(request.query().contains("serializable=true"));
            case "/readyz" -> probe(process.leader().isPresent());
            case "/livez" -> probe(true);
            case "/version" -> version();
            default -> request.pathOnly().startsWith("/v3/") ? call(request) : notFound();
        };
    }

    /** Before 3.5 the serializable form was not known and meant the same. */
    private ProgramReply health(boolean serializable) {
        boolean healthy = process.leader().isPresent() || (serializable && !old);
        ObjectNode body = object().put("health", Boolean.toString(healthy));
        if (!old) {
            body.put("reason", healthy ? "" : "RAFT NO LEADER");
        }
        return ProgramReply.text(healthy ? 200 : 503, body.toString());
    }

    private ProgramReply probe(boolean passed) {
        if (old) {
            return notFound();
        }
        return passed
                ? ProgramReply.text(200, "ok\n")
                : ProgramReply.text(503, "[-]linearizable_read failed: etcdserver: no leader\n");
    }

    private ProgramReply version() {
        String version = EtcdProgram.version(process.pod());
        String minor = version.substring(0, Math.max(0, version.lastIndexOf('.'))) + ".0";
        return ProgramReply.json(
                200,
                object().put("etcdserver", version).put("etcdcluster", minor).toString());
    }

    private ProgramReply notFound() {
        return ProgramReply.text(404, "404 page not found\n");
    }

    private ProgramReply call(ProgramRequest request) {
        if (!request.method().equals("POST")) {
            return old
                    ? ProgramReply.text(405, "Method Not Allowed\n")
                    : error(new EtcdException(EtcdException.Code.UNIMPLEMENTED, "Method Not Allowed"));
        }
        try {
            JsonNode body = parse(request.body());
            return switch (request.pathOnly()) {
                case "/v3/cluster/member/list" ->
                    ok(members().list(body.path("linearizable").asBoolean() && !old));
                case "/v3/cluster/member/add" -> ok(members().add(body));
                case "/v3/cluster/member/remove" -> ok(members().remove(id(body, "ID")));
                case "/v3/cluster/member/promote" -> ok(members().promote(id(body, "ID")));
                case "/v3/maintenance/status" -> ok(new MaintenanceCalls(process, old).status());
                case "/v3/maintenance/alarm" -> ok(new MaintenanceCalls(process, old).alarm());
                case "/v3/maintenance/transfer-leadership" ->
                    ok(new MaintenanceCalls(process, old).transfer(id(body, "targetID")));
                case "/v3/kv/put" -> ok(new KeyCalls(process).put(body));
                case "/v3/kv/range" -> ok(new KeyCalls(process).range(body));
                default ->
                    old
                            ? ProgramReply.text(404, "Not Found\n")
                            : error(new EtcdException(EtcdException.Code.NOT_FOUND, "Not Found"));
            };
        } catch (EtcdException refused) {
            return error(refused);
        }
    }

    private MemberCalls members() {
        return new MemberCalls(process);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode parsed = JSON.readTree(body.isBlank() ? "{}" : body);
            if (parsed.isObject()) {
                return parsed;
            }
        } catch (JsonProcessingException e) {
            throw new EtcdException(EtcdException.Code.INVALID_ARGUMENT, e.getOriginalMessage());
        }
        throw new EtcdException(EtcdException.Code.INVALID_ARGUMENT, "unexpected token " + body);
    }

    /** Ids are unsigned 64 bit numbers; in JSON they are strings, but numbers are taken as well. */
    private static long id(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(value.asText());
        } catch (NumberFormatException e) {
            throw new EtcdException(
                    EtcdException.Code.INVALID_ARGUMENT,
                    "proto: invalid value for uint64 field " + field + ": " + value);
        }
    }

    private static ProgramReply ok(ObjectNode body) {
        return ProgramReply.json(200, body.toString());
    }

    private ProgramReply error(EtcdException refused) {
        ObjectNode body = object();
        if (old) {
            body.put("error", refused.text());
        }
        body.put("code", refused.code().number()).put("message", refused.text());
        ProgramReply reply = ProgramReply.json(refused.code().status(old), body.toString());
        return refused.timedOut() ? reply.after(REQUEST_TIMEOUT) : reply;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
