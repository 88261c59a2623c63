package dev.quorate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferencesTest {

    private static final Manifest WANTED = manifest("""
            {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"web","namespace":"shop"},
             "spec":{"serviceName":"web","template":{"spec":{"containers":[
               {"name":"web","image":"nginx:1.27","resources":{"requests":{"cpu":"1000m"}},
                "env":[{"name":"A","value":"1"}]}]}}}}
            """);

    @Test
    void whatTheServerAddsIsNoDifference() {
        Manifest live = Differences.stamped(WANTED).with(tree -> {
            ((ObjectNode) tree.at("/spec")).put("revisionHistoryLimit", 10);
            ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("imagePullPolicy", "IfNotPresent");
        });
        assertFalse(Differences.differs(Differences.stamped(WANTED), live));
    }

    @Test
    void aQuantityInAnotherFormIsNoDifference() {
        Manifest live = Differences.stamped(WANTED)
                .with(tree ->
                        ((ObjectNode) tree.at("/spec/template/spec/containers/0/resources/requests")).put("cpu", "1"));
        assertFalse(Differences.differs(Differences.stamped(WANTED), live));
    }

    @Test
    void anEditByHandIsADifferenceThoughTheStampIsTheSame() {
        Manifest live = Differences.stamped(WANTED)
                .with(tree -> ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", "nginx:1.28"));
        assertTrue(Differences.sameStamp(Differences.stamped(WANTED), live));
        assertTrue(Differences.differs(Differences.stamped(WANTED), live));
        assertEquals(
                List.of("spec.template.spec.containers[web].image"), Differences.missing(WANTED.tree(), live.tree()));
    }

    @Test
    void anEnvironmentVariableThatWasDroppedRestarts() {
        Manifest live = Differences.stamped(WANTED);
        Manifest wanted =
                WANTED.with(tree -> ((ObjectNode) tree.at("/spec/template/spec/containers/0")).putArray("env"));
        assertFalse(Differences.sameStamp(Differences.stamped(wanted), live));
        assertEquals(List.of("spec.template.spec.containers[web].env"), Differences.changes(wanted, live));
    }

    @Test
    void aChangedImageRestartsAndAChangedMinReadySecondsDoesNot() {
        Manifest image = WANTED.with(
                tree -> ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", "nginx:1.28"));
        Manifest seconds = WANTED.with(tree -> ((ObjectNode) tree.at("/spec")).put("minReadySeconds", 5));
        assertTrue(new SetChange(image, WANTED).ofTemplate());
        assertEquals("image nginx:1.28", new SetChange(image, WANTED).words());
        assertFalse(new SetChange(seconds, WANTED).ofTemplate());
        assertEquals("", new SetChange(seconds, WANTED).words());
    }

    @Test
    void theStampForgetsTheOrderOfKeysAndNothingElse() {
        Manifest turned = manifest("""
                {"kind":"StatefulSet","metadata":{"namespace":"shop","name":"web"},"apiVersion":"apps/v1",
                 "spec":{"template":{"spec":{"containers":[
                   {"image":"nginx:1.27","name":"web","resources":{"requests":{"cpu":"1000m"}},
                    "env":[{"value":"1","name":"A"}]}]}},"serviceName":"web"}}
                """);
        Manifest other = WANTED.with(tree -> ((ObjectNode) tree.at("/spec")).put("serviceName", "web2"));
        assertEquals(Digest.of(WANTED.tree()), Digest.of(turned.tree()));
        assertNotEquals(Digest.of(WANTED.tree()), Digest.of(other.tree()));
    }

    @ParameterizedTest
    @CsvSource({"1000m,1,true", "1Gi,1024Mi,true", "0.5,500m,true", "1Gi,1G,false", "1,2,false", "x,x1,false"})
    void quantitiesAreComparedByValue(String one, String other, boolean equal) {
        assertEquals(equal, Quantity.equal(one, other));
    }

    private static Manifest manifest(String json) {
        try {
            return new Manifest((ObjectNode) new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
