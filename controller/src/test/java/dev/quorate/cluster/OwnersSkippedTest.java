package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class OwnersSkippedTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void ownersAreReadByNobodyWhateverStandsAroundThem() throws IOException {
        String first =
                "{'type':'ADDED','object':{'metadata':{'managedFields':[{'manager':'kubelet','fieldsV1':{'f:status':{}}}],"
                        + "'name':'a'},'kind':'Pod'}}";
        String last = "{'object':{'metadata':{'name':'b','managedFields':null}},'type':'DELETED'}";
        String only = "{'type':'BOOKMARK','object':{'metadata':{'managedFields':[]}}}";
        JsonParser events = events(first + "\n" + last + "\n" + only);
        assertEquals(tree("{'type':'ADDED','object':{'metadata':{'name':'a'},'kind':'Pod'}}"), next(events));
        assertEquals(tree("{'object':{'metadata':{'name':'b'}},'type':'DELETED'}"), next(events));
        assertEquals(tree("{'type':'BOOKMARK','object':{'metadata':{}}}"), next(events));
        assertNull(events.nextToken());
    }

    @Test
    void whatElseHasThatNameStays() throws IOException {
        String text =
                "{'managedFields':1,'object':{'managedFields':{'metadata':2},'metadata':{'labels':{'managedFields':'3'}},"
                        + "'data':{'metadata':{'managedFields':'4'}},'spec':[{'metadata':{'managedFields':5}}]}}";
        assertEquals(tree(text), next(events(text)));
    }

    private static JsonNode next(JsonParser events) throws IOException {
        events.nextToken();
        return JSON.readTree(events);
    }

    private static JsonParser events(String text) throws IOException {
        return new OwnersSkipped(JSON.createParser(text.replace('\'', '"')));
    }

    private static JsonNode tree(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
