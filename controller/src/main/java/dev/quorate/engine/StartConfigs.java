package dev.quorate.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.AppMemory.Initialised;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Repeats a component's admissions and its mark on the ConfigMap that its pods read at their start, and reads them back: so
 * nothing is forgotten about members when the app's mirror is lost.
 */
public final class StartConfigs {

    public static final String ADMISSIONS = "quorate.dev/admissions";
    public static final String INITIALISED = "quorate.dev/initialised";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private StartConfigs() {}

    public static String name(String set) {
        return set + "-start";
    }

    /** @param lines what a member that is admitted so reads at its start */
    public static Manifest of(
            AppObjects objects, String component, String set, AppMemory memory, Function<Admission, String> lines) {
        ObjectNode configMap = objects.object(Kind.CONFIG_MAP, name(set));
        ObjectNode data = configMap.putObject("data");
        memory.admissions(set).stream()
                .sorted(Comparator.comparingInt(Admission::ordinal))
                .forEach(admission -> data.put(admission.pod(), lines.apply(admission)));
        return annotate(new Manifest(configMap), component, memory);
    }

    /** A script beside the classes of an engine. */
    public static String script(Class<?> beside, String name) {
        try (InputStream script = beside.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing beside the compiled classes");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

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
