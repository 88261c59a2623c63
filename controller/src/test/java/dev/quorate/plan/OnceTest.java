package dev.quorate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import dev.quorate.state.OperationRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnceTest {

    private static final OperationRecord OPERATION = new OperationRecord(
            1,
            OperationRecord.Type.SCALE_OUT,
            "etcd",
            "locks",
            1,
            OperationRecord.Phase.JOINING,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "c1",
            Instant.EPOCH,
            0);

    private final Once once = new Once();

    @Test
    void asksAgainOnlyWhenSomebodyElseIsAdmitted() {
        AppMemory one = AppMemory.BLANK.admit(admission(0));
        AppMemory two = one.admit(admission(1));

        Manifest first = start(one);

        assertSame(first, start(one.at("17")));
        assertEquals("2 admitted", start(two).name());
        assertSame(first, start(one));
    }

    @Test
    void showsTheEngineNothingOfWhatIsBeingDone() {
        AppMemory memory = AppMemory.BLANK.admit(admission(0)).at("17").begin(OPERATION);
        List<AppMemory> shown = new ArrayList<>();

        once.start("etcd", memory, members -> {
            shown.add(members);
            return Optional.empty();
        });

        assertEquals(List.of(AppMemory.BLANK.admit(admission(0))), shown);
    }

    @Test
    void comparesWhatIsNewAnew() {
        Manifest wanted = service("10.0.0.1");

        assertFalse(differs(wanted, service("10.0.0.1")));
        assertFalse(differs(wanted, service("10.0.0.1")));
        assertTrue(differs(wanted, service("10.0.0.2")));
        assertTrue(differs(service("10.0.0.2"), service("10.0.0.1")));
        assertFalse(differs(wanted, service("10.0.0.1")));
    }

    private boolean differs(Manifest wanted, Manifest live) {
        return once.differs(wanted, live, Differences::differs);
    }

    private Manifest start(AppMemory memory) {
        return once.start(
                        "etcd",
                        memory,
                        members -> Optional.of(named(members.admissions().size() + " admitted")))
                .orElseThrow();
    }

    private static Admission admission(int ordinal) {
        return new Admission("etcd", "locks", ordinal, "1-" + ordinal, Admission.State.STARTED, List.of("locks-0"));
    }

    private static Manifest named(String name) {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "Service");
        tree.putObject("metadata").put("namespace", "shop").put("name", name);
        return new Manifest(tree);
    }

    private static Manifest service(String address) {
        return named("locks").with(tree -> tree.putObject("spec").put("clusterIP", address));
    }
}
