package dev.quorate.simulation;

/**
 * A call of the controller that may change something.
 *
 * @param late made by a process that was frozen and does not know yet that others lead
 */
record OurCall(String what, String body, boolean late) {

    boolean writesStatusOf(String app) {
        return what.equals(
                "PUT /apis/quorate.dev/v1alpha1/namespaces/" + Workload.NAMESPACE + "/statefulapps/" + app + "/status");
    }

    boolean deletesVolume() {
        return what.startsWith("DELETE") && what.contains("persistentvolumeclaims");
    }

    /** JSON patches are what scales; every other patch is an apply or a label, and a set is made anew as it was. */
    boolean touchesSet() {
        return what.contains("/statefulsets");
    }
}
