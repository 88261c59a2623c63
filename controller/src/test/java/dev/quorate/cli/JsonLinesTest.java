package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class JsonLinesTest {

    @Test
    void writesOneObjectALineWithItsKeysAndItsError() throws IOException {
        LoggingEvent event = new LoggingEvent(
                "",
                new LoggerContext().getLogger("dev.quorate.loop.Loop"),
                Level.WARN,
                "Pass \"ended\"\nearly",
                new IllegalStateException("no"),
                new Object[0]);
        event.addKeyValuePair(new KeyValuePair("app", "shop/locks"));
        String text = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        assertEquals(text.indexOf('\n'), text.length() - 1, text);
        JsonNode line = new JsonMapper().readTree(text);
        assertEquals("WARN", line.path("level").asText());
        assertEquals("shop/locks", line.path("app").asText());
        assertEquals("Pass \"ended\"\nearly", line.path("message").asText());
        assertTrue(line.path("error").asText().startsWith("java.lang.IllegalStateException: no"), text);
    }
}
