package dev.quorate.simulation;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A call of the controller that may change something.
 *
 * @param late made by a process that was frozen, there or just before, and does not know yet that others lead
 */
record OurCall(String what, String body, boolean late) {

    private static final Pattern TOUCHED = Pattern.compile(
            "^(PATCH|PUT|DELETE) .*/(statefulsets|services|configmaps|poddisruptionbudgets|persistentvolumeclaims)/");

    boolean writesStatusOf(String app) {
        return what.equals(
                "PUT /apis/quorate.dev/v1alpha1/namespaces/" + Workload.NAMESPACE + "/statefulapps/" + app + "/status");
    }

    boolean deletesVolume() {
        return what.startsWith("DELETE") && what.contains("persistentvolumeclaims");
    }

    /** It left before its process was frozen, and arrived when that woke. */
    OurCall madeLate() {
        return new OurCall(what, body, true);
    }

    /** The name of the pod that it deletes. */
    Optional<String> deletesPod() {
        return what.startsWith("DELETE") && what.contains("/pods/") ? Optional.of(name()) : Optional.empty();
    }

    /**
     * Whether it changes an object that an app is made of. A merge patch is only ever one of a label, which says of a pod what
     * its member is, and of what a call of before may be on its way to that this call is too late.
     */
    boolean touches(String app) {
        boolean objects = TOUCHED.matcher(what).find() && !body.equals("application/merge-patch+json");
        return (objects || deletesPod().isPresent()) && (name() + "-").startsWith(app + "-");
    }

    private String name() {
        return what.substring(what.lastIndexOf('/') + 1);
    }

    /** Whether it makes a set. */
    boolean makes() {
        return what.startsWith("POST ") && touchesSet();
    }

    /** JSON patches are what scales; every other patch is an apply or a label, and a set is made anew as it was. */
    boolean touchesSet() {
        return what.contains("/statefulsets");
    }
}
