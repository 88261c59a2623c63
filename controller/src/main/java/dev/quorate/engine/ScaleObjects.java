package dev.quorate.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.Autoscale;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The objects through which an autoscaled component is scaled, made for all engines alike: the {@code ScaleTarget} that takes
 * requests, and an autoscaler that makes them where Git has metrics.
 */
public final class ScaleObjects {

    /** Autoscalers of others stand under the names that people gave them; {@code kubectl autoscale} takes the set's. */
    private static final String PREFIX = "quorate-";

    private ScaleObjects() {}

    public static Set<Kind> kinds() {
        return EnumSet.of(Kind.SCALE_TARGET, Kind.HORIZONTAL_POD_AUTOSCALER);
    }

    /** Where requests for a component are written. */
    public static ObjectRef target(StatefulApp app, DesiredComponent component) {
        return new ObjectRef(Kind.SCALE_TARGET, app.name().namespace(), name(component));
    }

    /** What computes requests by the metrics of Git. */
    public static ObjectRef autoscaler(StatefulApp app, DesiredComponent component) {
        return new ObjectRef(Kind.HORIZONTAL_POD_AUTOSCALER, app.name().namespace(), PREFIX + name(component));
    }

    /** The labels of a component's pods, as a scale subresource has them. */
    public static String selector(Manifest target) {
        StringBuilder selector = new StringBuilder();
        for (String key : List.of(Labels.APP, Labels.CLUSTER, Labels.COMPONENT, Labels.REPOSITORY)) {
            selector.append(selector.isEmpty() ? "" : ",")
                    .append(key)
                    .append('=')
                    .append(target.label(key).orElse(""));
        }
        return selector.toString();
    }

    /** What an engine wants, and these. */
    public static DesiredState beside(DesiredState desired, StatefulApp app, Site site) {
        List<Manifest> objects = new ArrayList<>(desired.objects());
        for (DesiredComponent component : desired.components()) {
            Optional<Autoscale> autoscale = app.component(component.name()).autoscale();
            if (autoscale.isPresent()) {
                AppObjects own = new AppObjects(app, site, component.name(), name(component));
                objects.add(new Manifest(
                        own.object(Kind.SCALE_TARGET, target(app, component).name())));
                if (autoscale.get().hasMetrics()) {
                    objects.add(autoscaler(own, target(app, component), autoscale.get()));
                }
            }
        }
        return new DesiredState(desired.app(), desired.engine(), desired.components(), objects);
    }

    private static Manifest autoscaler(AppObjects own, ObjectRef target, Autoscale autoscale) {
        ObjectNode object = own.object(Kind.HORIZONTAL_POD_AUTOSCALER, PREFIX + target.name());
        ObjectNode spec = object.putObject("spec");
        ObjectNode ref = spec.putObject("scaleTargetRef");
        ref.put("apiVersion", target.kind().apiVersion());
        ref.put("kind", target.kind().title());
        ref.put("name", target.name());
        spec.put("minReplicas", autoscale.minReplicas());
        spec.put("maxReplicas", autoscale.maxReplicas());
        spec.set("metrics", autoscale.metrics().deepCopy());
        if (!autoscale.behavior().isEmpty()) {
            spec.set("behavior", autoscale.behavior().deepCopy());
        }
        return new Manifest(object);
    }

    private static String name(DesiredComponent component) {
        return component.sets().size() == 1 ? component.sets().get(0).name() : component.name();
    }
}
