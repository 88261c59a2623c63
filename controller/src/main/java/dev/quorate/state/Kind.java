package dev.quorate.state;

import java.util.List;

/** A Kubernetes resource as the API paths name it. */
public enum Kind {
    CONFIG_MAP("", "v1", "ConfigMap", "configmaps", true),
    EVENT("", "v1", "Event", "events", true),
    NODE("", "v1", "Node", "nodes", false),
    PERSISTENT_VOLUME_CLAIM("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true),
    POD("", "v1", "Pod", "pods", true),
    SECRET("", "v1", "Secret", "secrets", true),
    SERVICE("", "v1", "Service", "services", true),
    STORAGE_CLASS("storage.k8s.io", "v1", "StorageClass", "storageclasses", false),
    STATEFUL_SET("apps", "v1", "StatefulSet", "statefulsets", true),
    POD_DISRUPTION_BUDGET("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true),
    LEASE("coordination.k8s.io", "v1", "Lease", "leases", true),
    NAMESPACE("", "v1", "Namespace", "namespaces", false),
    CUSTOM_RESOURCE_DEFINITION(
            "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false),
    HORIZONTAL_POD_AUTOSCALER("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
    CRON_JOB("batch", "v1", "CronJob", "cronjobs", true),
    STATEFUL_APP("quorate.dev", "v1alpha1", "StatefulApp", "statefulapps", true),
    SCALE_TARGET("quorate.dev", "v1alpha1", "ScaleTarget", "scaletargets", true);

    private static final List<Kind> ALL = List.of(values());

    private final String group;
    private final String version;
    private final String apiVersion;
    private final String title;
    private final String plural;
    private final boolean namespaced;

    Kind(String group, String version, String title, String plural, boolean namespaced) {
        this.group = group;
        this.version = version;
        this.apiVersion = group.isEmpty() ? version : group + "/" + version;
        this.title = title;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    /** The {@code kind} of manifests. */
    public String title() {
        return title;
    }

    public String plural() {
        return plural;
    }

    public boolean namespaced() {
        return namespaced;
    }

    public String apiVersion() {
        return apiVersion;
    }

    /** Where the API serves it, without a leading namespace: {@code /api/v1} or {@code /apis/apps/v1}. */
    public String apiPath() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    public static Kind of(String apiVersion, String title) {
        for (Kind kind : ALL) {
            if (kind.title.equals(title) && kind.apiVersion.equals(apiVersion)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind " + title + " in " + apiVersion + " is known here");
    }
}
