package dev.quorate.simulator.store;

import java.util.List;

/** The built-in kinds that the simulated cluster knows, as discovery names them. */
public final class Kinds {

    public static final Kind NAMESPACE = core("Namespace", "namespaces", "namespace", false, true, "ns");
    public static final Kind NODE = core("Node", "nodes", "node", false, true, "no");
    public static final Kind POD = core("Pod", "pods", "pod", true, true, "po");
    public static final Kind SERVICE = core("Service", "services", "service", true, true, "svc");
    public static final Kind CONFIG_MAP = core("ConfigMap", "configmaps", "configmap", true, false, "cm");
    public static final Kind SECRET = core("Secret", "secrets", "secret", true, false);
    public static final Kind EVENT = core("Event", "events", "event", true, false, "ev");
    public static final Kind ENDPOINTS = core("Endpoints", "endpoints", "endpoints", true, false, "ep");
    public static final Kind CLAIM =
            core("PersistentVolumeClaim", "persistentvolumeclaims", "persistentvolumeclaim", true, true, "pvc");
    public static final Kind VOLUME =
            core("PersistentVolume", "persistentvolumes", "persistentvolume", false, true, "pv");
    public static final Kind SERVICE_ACCOUNT =
            core("ServiceAccount", "serviceaccounts", "serviceaccount", true, false, "sa");

    public static final Kind STATEFUL_SET = apps("StatefulSet", "statefulsets", "statefulset", true, "sts");
    public static final Kind DEPLOYMENT = apps("Deployment", "deployments", "deployment", true, "deploy");
    public static final Kind REPLICA_SET = apps("ReplicaSet", "replicasets", "replicaset", true, "rs");
    public static final Kind CONTROLLER_REVISION =
            apps("ControllerRevision", "controllerrevisions", "controllerrevision", false);

    public static final Kind DISRUPTION_BUDGET = new Kind(
            "policy",
            "v1",
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            "poddisruptionbudget",
            List.of("pdb"),
            true,
            true);
    public static final Kind ENDPOINT_SLICE = new Kind(
            "discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", "endpointslice", List.of(), true, false);
    public static final Kind LEASE =
            new Kind("coordination.k8s.io", "v1", "Lease", "leases", "lease", List.of(), true, false);
    public static final Kind AUTOSCALER = new Kind(
            "autoscaling",
            "v2",
            "HorizontalPodAutoscaler",
            "horizontalpodautoscalers",
            "horizontalpodautoscaler",
            List.of("hpa"),
            true,
            true);
    /** Only kept: nothing runs at its times. */
    public static final Kind CRON_JOB =
            new Kind("batch", "v1", "CronJob", "cronjobs", "cronjob", List.of("cj"), true, true);

    public static final Kind STORAGE_CLASS = new Kind(
            "storage.k8s.io", "v1", "StorageClass", "storageclasses", "storageclass", List.of("sc"), false, false);
    public static final Kind CUSTOM_RESOURCE_DEFINITION = new Kind(
            "apiextensions.k8s.io",
            "v1",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            "customresourcedefinition",
            List.of("crd", "crds"),
            false,
            true);

    /** In the order of discovery's groups. */
    public static final List<Kind> ALL = List.of(
            CONFIG_MAP,
            ENDPOINTS,
            EVENT,
            NAMESPACE,
            NODE,
            CLAIM,
            VOLUME,
            POD,
            SECRET,
            SERVICE_ACCOUNT,
            SERVICE,
            CONTROLLER_REVISION,
            DEPLOYMENT,
            REPLICA_SET,
            STATEFUL_SET,
            AUTOSCALER,
            CRON_JOB,
            DISRUPTION_BUDGET,
            STORAGE_CLASS,
            CUSTOM_RESOURCE_DEFINITION,
            LEASE,
            ENDPOINT_SLICE);

    private Kinds() {}

    private static Kind core(
            String kind, String plural, String singular, boolean namespaced, boolean status, String... shortNames) {
        return new Kind("", "v1", kind, plural, singular, List.of(shortNames), namespaced, status);
    }

    private static Kind apps(String kind, String plural, String singular, boolean status, String... shortNames) {
        return new Kind("apps", "v1", kind, plural, singular, List.of(shortNames), true, status);
    }
}
