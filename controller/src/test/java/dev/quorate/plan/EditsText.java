package dev.quorate.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;

/** What others changed of objects, from the words of {@link ObservedText}, with the owners that the API server then knows. */
final class EditsText {

    private static final String REPLICAS = "/spec/replicas";
    private static final String PARTITION = "/spec/updateStrategy/rollingUpdate/partition";

    /** @param value empty where another line says what the field is now */
    private record Edit(String who, String object, String pointer, String value) {}

    private final List<Edit> edits = new ArrayList<>();

    void setBy(String who, String what) {
        edits.add(new Edit(who, "StatefulSet", what.equals("replicas") ? REPLICAS : PARTITION, ""));
    }

    void edited(String who, String object, String pointerAndValue) {
        String[] words = pointerAndValue.split("\\s+", 2);
        edits.add(new Edit(who, object, words[0], words[1]));
    }

    Manifest on(Manifest object) {
        Manifest edited = object;
        for (Edit edit : edits) {
            String kind = object.kind().title();
            if (edit.object().equals(kind) || edit.object().equals(kind + "/" + object.name())) {
                edited = edited.with(tree -> change(tree, edit));
            }
        }
        return edited;
    }

    private static void change(ObjectNode tree, Edit edit) {
        int last = edit.pointer().lastIndexOf('/');
        String name = edit.pointer().substring(last + 1).replace("~1", "/");
        if (edit.value().equals("gone")) {
            tree.withObject(edit.pointer().substring(0, last)).remove(name);
            return;
        }
        if (!edit.value().isEmpty()) {
            tree.withObject(edit.pointer().substring(0, last)).put(name, edit.value());
        }
        ObjectNode owner = tree.withObject("/metadata")
                .withArrayProperty("managedFields")
                .addObject()
                .put("manager", edit.who())
                .put("operation", "Update");
        if (!edit.pointer().equals(REPLICAS)) {
            owner.put("time", Scenario.NOW.minusSeconds(5).toString());
        }
        ObjectNode fields = owner.putObject("fieldsV1");
        for (String step : edit.pointer().substring(1).split("/", -1)) {
            ObjectNode below = JsonNodeFactory.instance.objectNode();
            fields.set("f:" + step.replace("~1", "/"), below);
            fields = below;
        }
    }
}
