package dev.quorate.observe;

import dev.quorate.cluster.Cluster;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.OtherScaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who else scales an app. An autoscaler of somebody else is known by what it aims at, and a vertical one by the mark that its
 * admission leaves on pods. Always from the cache: nothing is taken away for what is found here.
 */
final class Scalers {

    /** What a VerticalPodAutoscaler writes on the pods that it changes. */
    static final String VERTICAL_MARK = "vpaUpdates";

    private static final Pattern BY = Pattern.compile("Pod resources updated by (\\S+):.*");

    private Scalers() {}

    static List<OtherScaler> of(Cluster cluster, DesiredState desired) {
        List<OtherScaler> found = new ArrayList<>();
        String namespace = desired.app().namespace();
        for (DesiredComponent component : desired.components()) {
            for (DesiredSet set : component.sets()) {
                cluster.cachedScalers(new ObjectRef(Kind.STATEFUL_SET, namespace, set.name())).stream()
                        .map(Scalers::horizontal)
                        .forEach(found::add);
            }
        }
        cluster.cachedOf(desired.app(), Kind.POD).stream()
                .flatMap(pod -> vertical(pod).stream())
                .distinct()
                .forEach(found::add);
        return found;
    }

    /** KEDA makes an autoscaler for each of its own objects; those are what a person can delete. */
    private static OtherScaler horizontal(Manifest autoscaler) {
        for (var owner : autoscaler.at("/metadata/ownerReferences")) {
            if (owner.path("kind").asText().equals("ScaledObject")) {
                return new OtherScaler("ScaledObject", owner.path("name").asText());
            }
        }
        return new OtherScaler(autoscaler.kind().title(), autoscaler.name());
    }

    private static Optional<OtherScaler> vertical(Manifest pod) {
        return pod.annotation(VERTICAL_MARK).map(mark -> {
            Matcher by = BY.matcher(mark);
            return new OtherScaler("VerticalPodAutoscaler", by.matches() ? by.group(1) : "of an unknown name");
        });
    }
}
