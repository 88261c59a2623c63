package dev.quorate.simulator.behaviour;

import dev.quorate.simulator.store.Kind;
import java.util.List;

/** The kinds that the behaviours read and write. */
final class Kinds {

    static final Kind NAMESPACE = core("Namespace", "namespaces", "namespace", false, "ns");
    static final Kind NODE = core("Node", "nodes", "node", false, "no");
    static final Kind POD = core("Pod", "pods", "pod", true, "po");
    static final Kind SERVICE = core("Service", "services", "service", true, "svc");
    static final Kind CONFIG_MAP = plain("", "v1", "ConfigMap", "configmaps", "configmap", true, "cm");
    static final Kind EVENT = plain("", "v1", "Event", "events", "event", true, "ev");
    static final Kind ENDPOINTS = plain("", "v1", "Endpoints", "endpoints", "endpoints", true, "ep");
    static final Kind CLAIM =
            core("PersistentVolumeClaim", "persistentvolumeclaims", "persistentvolumeclaim", true, "pvc");
    static final Kind VOLUME = core("PersistentVolume", "persistentvolumes", "persistentvolume", false, "pv");
    static final Kind SERVICE_ACCOUNT =
            plain("", "v1", "ServiceAccount", "serviceaccounts", "serviceaccount", true, "sa");
    static final Kind STATEFUL_SET =
            new Kind("apps", "v1", "StatefulSet", "statefulsets", "statefulset", List.of("sts"), true, true);
    static final Kind CONTROLLER_REVISION = new Kind(
            "apps", "v1", "ControllerRevision", "controllerrevisions", "controllerrevision", List.of(), true, false);
    static final Kind ENDPOINT_SLICE = new Kind(
            "discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", "endpointslice", List.of(), true, false);
    static final Kind DISRUPTION_BUDGET = new Kind(
            "policy",
            "v1",
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            "poddisruptionbudget",
            List.of("pdb"),
            true,
            true);
    static final Kind STORAGE_CLASS =
            plain("storage.k8s.io", "v1", "StorageClass", "storageclasses", "storageclass", false, "sc");

    private Kinds() {}

    private static Kind core(String kind, String plural, String singular, boolean namespaced, String shortName) {
        return new Kind("", "v1", kind, plural, singular, List.of(shortName), namespaced, true);
    }

    private static Kind plain(
            String group,
            String version,
            String kind,
            String plural,
            String singular,
            boolean namespaced,
            String shortName) {
        return new Kind(group, version, kind, plural, singular, List.of(shortName), namespaced, false);
    }
}
