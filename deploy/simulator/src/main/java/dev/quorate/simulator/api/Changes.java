package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.fields.FieldManager;
import dev.quorate.simulator.api.rules.Admission;
import dev.quorate.simulator.api.rules.Defaults;
import dev.quorate.simulator.api.rules.Validation;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.store.GenerationRules;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.SameJson;
import dev.quorate.simulator.store.Store;
import dev.quorate.simulator.store.StoreException;
import dev.quorate.simulator.store.Successor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** The steps that every create and every update takes after its body has been read: defaults, owners, admission, rules, store. */
final class Changes {

    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST_NAME = 63;

    private final Store store;
    private final InstantSource clock;
    private final Random random;
    private final Supplier<String> uids;
    private final FieldManager fields;
    private final Admission admission;
    private final CustomRules customRules = new CustomRules();

    Changes(Store store, InstantSource clock, Random random, Supplier<String> uids, FieldManager fields) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.uids = uids;
        this.fields = fields;
        this.admission = new Admission(store);
    }

    FieldManager fields() {
        return fields;
    }

    InstantSource clock() {
        return clock;
    }

    /** @param accounted whether managedFields are already written, as apply does it */
    ObjectNode create(Target target, ObjectNode object, Options options, boolean accounted) {
        Resource resource = target.resource();
        Kind kind = resource.kind();
        ObjectNode metadata = object.withObject("/metadata");
        target.namespace().ifPresent(namespace -> metadata.put("namespace", namespace));
        checkNamespace(target, metadata);
        name(kind, metadata);
        if (kind.statusSubresource() && !kind.equals(Kinds.NODE)) {
            object.remove("status");
        }
        applyDefaults(resource, object);
        metadata.remove(List.of("uid", "creationTimestamp", "selfLink", "resourceVersion"));
        metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds"));
        if (!accounted) {
            fields.account(kind, Optional.empty(), object, new Store.Writer(options.manager(), ""), clock.instant());
        }
        Defaults.complete(kind, object);
        admission.create(kind, object, options.dryRun());
        refuse(kind, Metadata.name(object), violations(resource, Optional.empty(), object, ""));
        Key key = Metadata.key(kind, object);
        store.get(key).ifPresent(present -> {
            throw Status.alreadyExists(kind, key.name(), Metadata.terminating(present));
        });
        if (options.dryRun()) {
            if (GenerationRules.counts(kind)) {
                metadata.put("generation", 1);
            }
            return object.set(
                    "metadata",
                    metadata.put("uid", uids.get()).put("creationTimestamp", Metadata.timestamp(clock.instant())));
        }
        return store.create(kind, object, Store.Writer.accounted(""));
    }

    /**
     * @param sent what the object shall become, a fresh tree
     * @param writer with the subresource that is written through
     */
    ObjectNode update(
            Target target, ObjectNode live, ObjectNode sent, Store.Writer writer, boolean dryRun, boolean accounted) {
        Resource resource = target.resource();
        Kind kind = resource.kind();
        String name = Metadata.name(live);
        checkVersion(kind, live, sent);
        refuse(kind, name, Validation.immutableMetadata(live, sent));
        if (resource.isCustom() && writer.subresource().equals("status")) {
            statusAlone(live, sent);
        }
        applyDefaults(resource, sent);
        ObjectNode after = Successor.of(kind, live, sent, writer.subresource());
        admission.update(kind, live, after);
        admission.forbidsGrowth(kind, live, after).ifPresent(why -> {
            throw Status.forbidden(kind, name, why);
        });
        if (!accounted) {
            fields.account(kind, Optional.of(live), after, writer, clock.instant());
        }
        Defaults.complete(kind, after);
        refuse(kind, name, violations(resource, Optional.of(live), after, writer.subresource()));
        if (dryRun) {
            return after;
        }
        return write(kind, after, writer.subresource());
    }

    private ObjectNode write(Kind kind, ObjectNode after, String subresource) {
        try {
            return store.write(kind, after, Store.Writer.accounted(subresource));
        } catch (StoreException e) {
            throw Status.modified(kind, e.key().name());
        }
    }

    private void checkVersion(Kind kind, ObjectNode live, ObjectNode sent) {
        String version = Metadata.resourceVersion(sent);
        if (!version.isEmpty() && !version.matches("\\d+")) {
            throw Status.internal("strconv.ParseUint: parsing \"" + version + "\": invalid syntax");
        }
        if (!version.isEmpty() && !version.equals("0") && !version.equals(Metadata.resourceVersion(live))) {
            throw Status.modified(kind, Metadata.name(live));
        }
        sent.withObject("/metadata").remove("resourceVersion");
    }

    private void checkNamespace(Target target, ObjectNode metadata) {
        if (!target.resource().kind().namespaced()) {
            return;
        }
        String namespace = metadata.path("namespace").asText();
        if (store.get(new Key(Kinds.NAMESPACE, "", namespace)).isEmpty()) {
            throw Status.notFound(Kinds.NAMESPACE, namespace);
        }
        admission.terminating(namespace).ifPresent(why -> {
            throw Status.namespaceTerminating(
                    target.resource().kind(), metadata.path("name").asText(), namespace, why);
        });
    }

    private void name(Kind kind, ObjectNode metadata) {
        if (!metadata.path("name").asText().isEmpty()) {
            return;
        }
        String prefix = metadata.path("generateName").asText();
        if (prefix.isEmpty()) {
            throw Status.invalid(
                    kind, "", List.of(Violation.required("metadata.name", "name or generateName is required")));
        }
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        int room = Math.min(prefix.length(), LONGEST_NAME - SUFFIX_LENGTH);
        metadata.put("name", prefix.substring(0, room) + suffix);
    }

    private void applyDefaults(Resource resource, ObjectNode object) {
        if (resource.isCustom()) {
            CustomDefaults.apply(object, resource.schema());
        } else {
            Defaults.apply(resource.kind(), object);
        }
    }

    private List<Violation> violations(
            Resource resource, Optional<ObjectNode> before, ObjectNode after, String subresource) {
        Kind kind = resource.kind();
        List<Violation> found = before.map(old -> Validation.update(kind, old, after, subresource))
                .orElseGet(() -> Validation.create(kind, after));
        return resource.isCustom() ? customRules.check(resource, after, found) : found;
    }

    private static void refuse(Kind kind, String name, List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw Status.invalid(kind, name, violations);
        }
    }

    /** The status of a custom resource is written without anything of its metadata. */
    private static void statusAlone(ObjectNode live, ObjectNode sent) {
        ObjectNode metadata = Json.object();
        live.path("metadata").properties().forEach(field -> metadata.set(field.getKey(), field.getValue()));
        boolean managed = !SameJson.same(
                live.path("metadata").path("managedFields"),
                sent.path("metadata").path("managedFields"));
        if (managed && sent.path("metadata").has("managedFields")) {
            metadata.set("managedFields", sent.path("metadata").path("managedFields"));
        }
        sent.set("metadata", metadata);
        sent.withObject("/metadata").remove("resourceVersion");
    }
}
