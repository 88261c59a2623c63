package dev.quorate.simulation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of the controller that may change something.
 *
 * @param body of a call to a member and of a deletion; of others only its type
 * @param late made by a process that was frozen, there or just before, and does not know yet that others lead
 */
record OurCall(String what, String body, boolean late) {

    private static final Pattern TOUCHED = Pattern.compile(
            "^(PATCH|PUT|DELETE) .*/(statefulsets|services|configmaps|poddisruptionbudgets|persistentvolumeclaims)/");

    private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]*)\"");

    boolean writesStatusOf(String app) {
        return what.equals(
                "PUT /apis/quorate.dev/v1alpha1/namespaces/" + Workload.NAMESPACE + "/statefulapps/" + app + "/status");
    }

    /** The name of the claim that it deletes, and with it the volume. */
    Optional<String> deletesVolume() {
        return what.startsWith("DELETE") && what.contains("persistentvolumeclaims")
                ? Optional.of(name())
                : Optional.empty();
    }

    /** Whom a deletion means. */
    String uid() {
        Matcher uid = UID.matcher(body);
        return uid.find() ? uid.group(1) : "";
    }

    /** Whether a pod goes without a word from its node. */
    boolean byForce() {
        return body.contains("\"gracePeriodSeconds\":0");
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
