package dev.quorate.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.AppMemory.Initialised;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Repeats a component's admissions and its mark on the ConfigMap that its pods read at their start, and reads them back: so
 * nothing is forgotten about members when the app's mirror is lost.
 */
public final class StartConfigs {

    public static final String ADMISSIONS = "quorate.dev/admissions";
    public static final String INITIALISED = "quorate.dev/initialised";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StartConfigs() {}

    public static Manifest annotate(Manifest configMap, String component, AppMemory memory) {
        List<Admission> admissions = memory.admissions().stream()
                .filter(admission -> admission.component().equals(component))
                .toList();
        return configMap.with(tree -> {
            ObjectNode annotations = tree.withObjectProperty("metadata").withObjectProperty("annotations");
            annotations.put(ADMISSIONS, text(admissions));
            memory.initialised(component).ifPresent(mark -> annotations.put(INITIALISED, text(mark)));
        });
    }

    /** What the start ConfigMaps of an app remember together; empty if none of them was annotated. */
    public static Optional<AppMemory> read(List<Manifest> configMaps) {
        List<Admission> admissions = new ArrayList<>();
        List<Initialised> marks = new ArrayList<>();
        boolean found = false;
        for (Manifest configMap : configMaps) {
            Optional<String> text = configMap.annotation(ADMISSIONS);
            found |= text.isPresent();
            text.ifPresent(json -> admissions.addAll(value(configMap, ADMISSIONS, json, new TypeReference<>() {})));
            configMap
                    .annotation(INITIALISED)
                    .ifPresent(json -> marks.add(value(configMap, INITIALISED, json, new TypeReference<>() {})));
        }
        return found
                ? Optional.of(new AppMemory("", operations(admissions), Optional.empty(), admissions, marks, List.of()))
                : Optional.empty();
    }

    /** The count goes on behind the newest incarnation that is still admitted. */
    private static long operations(List<Admission> admissions) {
        return admissions.stream()
                .map(admission -> admission.incarnation().split("-", 2)[0])
                .filter(number -> number.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and numbers can always be written", e);
        }
    }

    private static <T> T value(Manifest configMap, String annotation, String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the annotation " + annotation + " of " + configMap.ref() + " cannot be read ("
                            + e.getOriginalMessage() + "): put back what it was, it says which members the app has",
                    e);
        }
    }
}
