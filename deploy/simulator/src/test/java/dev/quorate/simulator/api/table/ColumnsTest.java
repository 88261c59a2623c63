package dev.quorate.simulator.api.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void endpointsShowWhoIsReadyAtEachPortAndHowManyMoreThereAre() throws JsonProcessingException {
        assertEquals("Endpoints=<none>", cells(Kinds.ENDPOINTS, "{}"));
        assertEquals(
                "Endpoints=10.0.0.1:2379,10.0.0.2:2379",
                cells(
                        Kinds.ENDPOINTS,
                        "{'subsets': [{'addresses': [{'ip': '10.0.0.1'}, {'ip': '10.0.0.2'}],"
                                + " 'notReadyAddresses': [{'ip': '10.0.0.3'}], 'ports': [{'port': 2379}]}]}"));
        assertEquals(
                "Endpoints=10.0.0.1:2379,10.0.0.2:2379,10.0.0.1:2380 + 1 more...",
                cells(
                        Kinds.ENDPOINTS,
                        "{'subsets': [{'addresses': [{'ip': '10.0.0.1'}, {'ip': '10.0.0.2'}],"
                                + " 'ports': [{'port': 2379}, {'port': 2380}]}]}"));
        assertEquals(
                "Endpoints=10.0.0.1", cells(Kinds.ENDPOINTS, "{'subsets': [{'addresses': [{'ip': '10.0.0.1'}]}]}"));
    }

    @Test
    void cronJobsShowWhenTheyRunAndRan() throws JsonProcessingException {
        assertEquals(
                "Schedule=0 3 * * *, Timezone=<none>, Suspend=<unset>, Active=0, Last Schedule=<none>",
                cells(Kinds.CRON_JOB, "{'spec': {'schedule': '0 3 * * *'}}"));
        assertEquals(
                "Schedule=@daily, Timezone=Europe/Oslo, Suspend=True, Active=1, Last Schedule=7h",
                cells(
                        Kinds.CRON_JOB,
                        "{'spec': {'schedule': '@daily', 'timeZone': 'Europe/Oslo', 'suspend': true},"
                                + " 'status': {'active': [{}], 'lastScheduleTime': '2026-11-20T03:00:00Z'}}"));
    }

    /** What is shown without -o wide, but for the name and the age. */
    private static String cells(Kind kind, String json) throws JsonProcessingException {
        ObjectNode object = (ObjectNode) new JsonMapper().readTree(json.replace('\'', '"'));
        return Columns.of(kind).stream()
                .filter(column -> column.priority() == 0)
                .filter(column ->
                        !column.name().equals("Name") && !column.name().equals("Age"))
                .map(column ->
                        column.name() + "=" + column.cell().of(object, NOW).asText())
                .collect(Collectors.joining(", "));
    }
}
