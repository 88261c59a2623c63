package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What the server adds to new objects after their fields have got their owners. Trees are changed in place. */
public final class Admission {

    private static final int FIRST_ADDRESS = 2;
    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    private final Store store;
    private int addresses = FIRST_ADDRESS;

    public Admission(Store store) {
        this.store = store;
    }

    /** @param dryRun nothing may be used up */
    public void create(Kind kind, ObjectNode object, boolean dryRun) {
        if (kind.equals(Kinds.POD)) {
            pod(object);
        } else if (kind.equals(Kinds.SERVICE)) {
            service(object, dryRun);
        } else if (kind.equals(Kinds.CLAIM)) {
            claim(object);
        } else if (kind.equals(Kinds.VOLUME)) {
            finalizer(object, "kubernetes.io/pv-protection");
        } else if (kind.equals(Kinds.NAMESPACE)) {
            ObjectNode spec = Trees.child(object, "spec");
            if (spec.path("finalizers").isEmpty()) {
                spec.putArray("finalizers").add("kubernetes");
            }
        } else if (kind.equals(Kinds.DISRUPTION_BUDGET)) {
            budget(object);
        } else if (kind.equals(Kinds.LEASE)) {
            lease(object);
        } else if (kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION)) {
            definition(object);
        }
    }

    /** A service keeps the addresses that it was given. */
    public void update(Kind kind, ObjectNode before, ObjectNode after) {
        if (kind.equals(Kinds.LEASE)) {
            lease(after);
        }
        if (kind.equals(Kinds.SERVICE)) {
            ObjectNode spec = Trees.child(after, "spec");
            for (String field : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
                JsonNode kept = before.path("spec").path(field);
                if (!spec.has(field) && !kept.isMissingNode()) {
                    spec.set(field, kept);
                }
            }
        }
    }

    private static void pod(ObjectNode pod) {
        ObjectNode spec = Trees.child(pod, "spec");
        Trees.put(spec, "serviceAccountName", "default");
        spec.put("serviceAccount", spec.path("serviceAccountName").asText());
        Trees.put(spec, "priority", 0);
        Trees.put(spec, "preemptionPolicy", "PreemptLowerPriority");
        tolerate(spec, "node.kubernetes.io/not-ready");
        tolerate(spec, "node.kubernetes.io/unreachable");
        ObjectNode status = Trees.child(pod, "status");
        status.put("qosClass", qosClass(spec));
    }

    private static void tolerate(ObjectNode spec, String taint) {
        for (JsonNode toleration : spec.path("tolerations")) {
            boolean any = toleration.path("key").asText().isEmpty()
                    && toleration.path("operator").asText().equals("Exists");
            if (any || toleration.path("key").asText().equals(taint)) {
                return;
            }
        }
        spec.withArray("/tolerations")
                .addObject()
                .put("key", taint)
                .put("operator", "Exists")
                .put("effect", "NoExecute")
                .put("tolerationSeconds", 300);
    }

    private static String qosClass(ObjectNode spec) {
        boolean any = false;
        boolean all = true;
        for (JsonNode container : spec.path("containers")) {
            JsonNode resources = container.path("resources");
            any |= !resources.path("requests").isEmpty()
                    || !resources.path("limits").isEmpty();
            for (String resource : List.of("cpu", "memory")) {
                JsonNode limit = resources.path("limits").path(resource);
                all &= !limit.isMissingNode()
                        && resources.path("requests").path(resource).equals(limit);
            }
        }
        if (!any) {
            return "BestEffort";
        }
        return all ? "Guaranteed" : "Burstable";
    }

    private void service(ObjectNode service, boolean dryRun) {
        ObjectNode spec = Trees.child(service, "spec");
        if (spec.path("type").asText().equals("ExternalName")) {
            return;
        }
        if (!spec.hasNonNull("clusterIP")) {
            int address = dryRun ? addresses : addresses++;
            spec.put("clusterIP", "10.96." + address / 250 + "." + (address % 250 + 1));
        }
        spec.putArray("clusterIPs").add(spec.path("clusterIP"));
        if (spec.path("ipFamilies").isEmpty()) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        Trees.put(spec, "ipFamilyPolicy", "SingleStack");
    }

    private void claim(ObjectNode claim) {
        ObjectNode spec = Trees.child(claim, "spec");
        if (!spec.has("storageClassName")) {
            defaultClass().ifPresent(name -> spec.put("storageClassName", name));
        }
        finalizer(claim, "kubernetes.io/pvc-protection");
    }

    private Optional<String> defaultClass() {
        return store.list(Kinds.STORAGE_CLASS, Optional.empty()).stream()
                .filter(each -> each.path("metadata")
                        .path("annotations")
                        .path(DEFAULT_CLASS)
                        .asText()
                        .equals("true"))
                .map(each -> each.path("metadata").path("name").asText())
                .findFirst();
    }

    private static void budget(ObjectNode budget) {
        ObjectNode status = Trees.child(budget, "status");
        for (String counter : List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
            Trees.put(status, counter, 0);
        }
    }

    /** Coordinated leader election is off, so its fields fall away. */
    private static void lease(ObjectNode lease) {
        Trees.object(lease.path("spec")).ifPresent(spec -> spec.remove(List.of("preferredHolder", "strategy")));
    }

    /** Nothing is accepted yet, but what will be stored is known. */
    private static void definition(ObjectNode definition) {
        ObjectNode status = definition.putObject("status").putNull("conditions");
        status.putObject("acceptedNames").put("plural", "").put("kind", "");
        ArrayNode stored = status.putArray("storedVersions");
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (version.path("storage").asBoolean()) {
                stored.add(version.path("name"));
            }
        }
    }

    private static void finalizer(ObjectNode object, String name) {
        for (JsonNode present : object.path("metadata").path("finalizers")) {
            if (present.asText().equals(name)) {
                return;
            }
        }
        object.withArray("/metadata/finalizers").add(name);
    }

    /** Why a claim may not grow, where its class has nobody to do it. */
    public Optional<String> forbidsGrowth(Kind kind, ObjectNode before, ObjectNode after) {
        boolean grows = kind.equals(Kinds.CLAIM) && storage(after).compareTo(storage(before)) > 0;
        String name = after.path("spec").path("storageClassName").asText();
        boolean allowed = store.get(new Key(Kinds.STORAGE_CLASS, "", name))
                .filter(each -> each.path("allowVolumeExpansion").asBoolean())
                .isPresent();
        return grows && !allowed
                ? Optional.of("only dynamically provisioned pvc can be resized and the storageclass that provisions the"
                        + " pvc must support resize")
                : Optional.empty();
    }

    private static BigDecimal storage(ObjectNode claim) {
        return Quantity.of(claim.path("spec")
                .path("resources")
                .path("requests")
                .path("storage")
                .asText());
    }

    /** Whether a namespace takes new objects, and if not, why. */
    public Optional<String> terminating(String namespace) {
        return store.get(new Key(Kinds.NAMESPACE, "", namespace))
                .filter(each -> each.path("metadata").hasNonNull("deletionTimestamp"))
                .map(each ->
                        "unable to create new content in namespace " + namespace + " because it is being terminated");
    }
}
