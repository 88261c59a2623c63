package dev.quorate.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Store;
import dev.quorate.state.Kind;
import java.util.List;
import java.util.Optional;

/** What somebody does to an app's objects past Git. */
final class Hands {

    private static final List<Kind> DELETED = List.of(Kind.STATEFUL_SET, Kind.SERVICE, Kind.CONFIG_MAP);
    private static final String PERSON = "kubectl";
    private static final int MOST_REPLICAS = 4;

    private final World world;

    Hands(World world) {
        this.world = world;
    }

    /** A field that Git owns, and that restarts nothing. */
    void edit(App app, Choice choice) {
        Kind kind = choice.b() % 2 == 0 ? Kind.STATEFUL_SET : Kind.SERVICE;
        live(kind, app.name()).ifPresent(live -> {
            world.timeline().add("fault", () -> "somebody edits " + kind.title() + " " + app.name());
            ObjectNode edited = live.deepCopy();
            edited.withObject("/metadata/annotations").put("quorate.dev/applied", "by hand");
            write(kind, edited);
        });
    }

    void scale(App app, Choice choice) {
        live(Kind.STATEFUL_SET, app.name()).ifPresent(live -> {
            int replicas = choice.which(MOST_REPLICAS + 1);
            world.timeline().add("fault", () -> "somebody scales " + app.name() + " to " + replicas);
            ObjectNode scaled = live.deepCopy();
            scaled.withObject("/spec").put("replicas", replicas);
            ObjectNode owner = scaled.withObject("/metadata")
                    .withArrayProperty("managedFields")
                    .addObject();
            owner.put("manager", PERSON).put("operation", "Update").put("subresource", "scale");
            owner.putObject("fieldsV1").withObject("/f:spec/f:replicas");
            write(Kind.STATEFUL_SET, scaled);
            world.invariants().scaledByHand(app);
        });
    }

    void delete(App app, Choice choice) {
        Kind kind = DELETED.get(choice.b() % DELETED.size());
        String name = kind == Kind.CONFIG_MAP ? app.name() + "-start" : app.name();
        world.timeline().add("fault", () -> "somebody deletes " + kind.title() + " " + name);
        world.simulator().faults().deleteObject(key(kind, name));
        if (kind == Kind.STATEFUL_SET) {
            world.invariants().setGone(app);
        }
    }

    private Optional<ObjectNode> live(Kind kind, String name) {
        return world.simulator().store().get(key(kind, name));
    }

    private void write(Kind kind, ObjectNode object) {
        world.simulator().store().write(world.kind(kind), object, Store.Writer.of(PERSON));
    }

    private Key key(Kind kind, String name) {
        return new Key(world.kind(kind), Workload.NAMESPACE, name);
    }
}
