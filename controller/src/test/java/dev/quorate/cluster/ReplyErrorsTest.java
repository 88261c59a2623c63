package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyErrorsTest {

    @ParameterizedTest(name = "{0} {1} means {2}")
    @CsvSource({
        "400, BadRequest, INVALID",
        "401, Unauthorized, FORBIDDEN",
        "403, Forbidden, FORBIDDEN",
        "404, NotFound, NOT_FOUND",
        "405, MethodNotAllowed, INVALID",
        "409, AlreadyExists, ALREADY_EXISTS",
        "409, Conflict, CONFLICT",
        "410, Expired, UNAVAILABLE",
        "413, RequestEntityTooLarge, INVALID",
        "422, Invalid, INVALID",
        "429, TooManyRequests, THROTTLED",
        "500, InternalError, NO_REPLY",
        "502, '', NO_REPLY",
        "503, ServiceUnavailable, UNAVAILABLE",
        "504, Timeout, NO_REPLY"
    })
    void mapsWhatAWriteIsAnswered(int code, String reason, Reason expected) {
        ClusterException no = onCreate(code, Trees.status(code, reason));

        assertEquals(expected, no.reason());
        assertTrue(message(no).contains("create StatefulSet shop/locks"), message(no));
        assertTrue(message(no).contains(Integer.toString(code)), message(no));
    }

    @Test
    void aReadThatFailsIsHarmlessToRepeat() {
        ScriptedTransport transport = new ScriptedTransport().reply(500, Trees.status(500, "InternalError"));

        ClusterException no = assertThrows(
                ClusterException.class, () -> new ApiServer(transport).read(Trees.ref(Kind.SERVICE, "locks")));

        assertEquals(Reason.UNAVAILABLE, no.reason());
    }

    @Test
    void aServerThatSaysWhenToComeBackIsBelieved() {
        ClusterException unavailable = onCreate(new ScriptedTransport().retryAfter(503, Duration.ofSeconds(7)));
        assertEquals(Reason.THROTTLED, unavailable.reason());
        assertEquals(Optional.of(Duration.ofSeconds(7)), unavailable.retryAfter());

        ClusterException inTheBody =
                onCreate(429, "{'message':'storage is (re)initializing','details':{'retryAfterSeconds':1},'code':429}");
        assertEquals(Optional.of(Duration.ofSeconds(1)), inTheBody.retryAfter());
    }

    @Test
    void anObjectThatDoesNotFitItsSchemaIsInvalidAlthoughTheServerSays500() {
        ClusterException no = onCreate(
                500,
                "{'message':'failed to create typed patch object (/web; apps/v1, Kind=StatefulSet): .spec.replicas:"
                        + " expected numeric (int or float), got string','code':500}");

        assertEquals(Reason.INVALID, no.reason());
    }

    @Test
    void silenceAfterAWriteWasSentLeavesItsEffectOpen() {
        ClusterException sent = onCreate(new ScriptedTransport().silence(true));
        assertEquals(Reason.NO_REPLY, sent.reason());
        assertTrue(message(sent).contains("may have taken effect"), message(sent));

        ClusterException refused = onCreate(new ScriptedTransport().silence(false));
        assertEquals(Reason.UNAVAILABLE, refused.reason());
    }

    @Test
    void nothingOfASecretComesIntoAMessage() {
        ScriptedTransport transport = new ScriptedTransport()
                .reply(
                        422,
                        "{'message':'Secret is invalid: data[password]: Invalid value: aHVudGVyMg==','reason':'Invalid',"
                                + "'details':{'causes':[{'field':'data[password]','reason':'FieldValueInvalid'}]}}");

        ClusterException no = assertThrows(
                ClusterException.class,
                () -> new ApiServer(transport).create(Trees.manifest(Trees.ours(Kind.SECRET, "tls", 0))));

        assertFalse(message(no).contains("aHVudGVyMg"), message(no));
        assertTrue(message(no).contains("data[password] FieldValueInvalid"), message(no));
    }

    @Test
    void theObjectThatAServerQuotesBackIsLeftOut() {
        ClusterException no = onCreate(
                422,
                "{'message':' is invalid: patch: Invalid value: \\'{spec: {env: hunter2}}\\'','reason':'Invalid'}"
                        .replace("\\'", "\\\""));

        assertFalse(message(no).contains("hunter2"), message(no));
    }

    @Test
    void aRefusalByRightsNamesTheRemedy() {
        ClusterException no = onCreate(403, Trees.status(403, "Forbidden"));

        assertTrue(message(no).contains("deploy/kubernetes/rbac.yaml"), message(no));
    }

    @Test
    void aFailedTestOfAnotherKindOfPatchIsNoConflict() {
        ScriptedTransport transport = new ScriptedTransport().reply(422, Trees.failedPatch());
        ApiRequest merge = ApiRequest.patch("/x", Map.of(), ApiRequest.MERGE_PATCH, Trees.json("{}"));

        ClusterException no =
                assertThrows(ClusterException.class, () -> new ApiServer(transport).exchange("patch", merge));

        assertEquals(Reason.INVALID, no.reason());
    }

    private static ClusterException onCreate(int code, String body) {
        return onCreate(new ScriptedTransport().reply(code, body));
    }

    private static ClusterException onCreate(ScriptedTransport transport) {
        return assertThrows(
                ClusterException.class, () -> new ApiServer(transport).create(Trees.manifest(Trees.set(0, 3))));
    }

    private static String message(ClusterException no) {
        return String.valueOf(no.getMessage());
    }
}
