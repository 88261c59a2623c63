package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.select.LabelSelector;
import dev.quorate.simulator.api.select.SelectorException;
import dev.quorate.simulator.autoscale.Autoscaler;
import dev.quorate.simulator.autoscale.AutoscalerPass;
import dev.quorate.simulator.autoscale.Decision;
import dev.quorate.simulator.autoscale.History;
import dev.quorate.simulator.autoscale.Scale;
import dev.quorate.simulator.autoscale.Settings;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Looks at each autoscaler a period after it was made and from then on once a period, so long as it is there: a cluster with an
 * autoscaler is never idle. A change in between is seen at the next look.
 */
final class AutoscalerController {

    private static final Events.Source SOURCE = Events.Source.of("horizontal-pod-autoscaler");

    private final Cluster cluster;
    private final PodIndex index;
    private final PodMetrics metrics;
    private final ScaleTargets targets;
    private final Map<Key, Known> known =
            new TreeMap<>(Comparator.comparing(Key::namespace).thenComparing(Key::name));
    private final Supplier<Settings> settings;

    /** What is remembered of an autoscaler between two looks. */
    private static final class Known {
        private final History history = new History();
        private Optional<LabelSelector> selector = Optional.empty();

        boolean selects(Pod pod) {
            return selector.filter(each -> each.matches(pod.tree())).isPresent();
        }
    }

    AutoscalerController(
            Cluster cluster, PodIndex index, PodMetrics metrics, ScaleTargets targets, Supplier<Settings> settings) {
        this.cluster = cluster;
        this.index = index;
        this.metrics = metrics;
        this.targets = targets;
        this.settings = settings;
    }

    void accept(Change change) {
        Key key = change.key();
        if (!key.kind().equals(Kinds.AUTOSCALER)) {
            return;
        }
        if (change.type() == Change.Type.DELETED) {
            known.remove(key);
        } else if (!known.containsKey(key)) {
            Known fresh = new Known();
            known.put(key, fresh);
            lookLater(key, fresh);
        }
    }

    private void lookLater(Key key, Known one) {
        cluster.schedule()
                .after(cluster.delays().autoscaling(), "autoscaler " + key.namespace() + "/" + key.name(), () -> {
                    // one of the same name that was made since has its own
                    if (known.get(key) == one) {
                        cluster.store().get(key).map(Autoscaler::new).ifPresent(found -> look(key, found, one));
                        lookLater(key, one);
                    }
                });
    }

    private void look(Key key, Autoscaler autoscaler, Known one) {
        AutoscalerPass pass = new AutoscalerPass(autoscaler, one.history, settings.get(), cluster.now());
        ObjectNode status = status(key, autoscaler, one, pass);
        pass.notices().forEach(notice -> tell(autoscaler, notice));
        if (!status.equals(autoscaler.status())) {
            cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
        }
    }

    private ObjectNode status(Key key, Autoscaler autoscaler, Known one, AutoscalerPass pass) {
        JsonNode reference = autoscaler.target();
        ScaleTargets.Reference target = new ScaleTargets.Reference(
                key.namespace(),
                reference.path("apiVersion").asText(),
                reference.path("kind").asText(),
                reference.path("name").asText());
        ObjectNode scale;
        try {
            scale = targets.read(target);
        } catch (ScaleTargets.RefusedException e) {
            return pass.withoutScale(e.text());
        }
        Decision decision = pass.decide(view(key, one, scale));
        if (decision.rescale().isEmpty()) {
            return pass.unchanged(decision);
        }
        scale.withObjectProperty("spec").put("replicas", decision.rescale().getAsInt());
        try {
            targets.write(target, scale);
            return pass.rescaled(decision);
        } catch (ScaleTargets.RefusedException e) {
            return pass.notRescaled(decision, e.text());
        }
    }

    private AutoscalerPass.View view(Key key, Known one, ObjectNode found) {
        Scale scale = new Scale(
                found.path("spec").path("replicas").asInt(),
                found.path("status").path("replicas").asInt(),
                found.path("status").path("selector").asText());
        Optional<AutoscalerPass.Unclear> unclear = Optional.empty();
        try {
            one.selector = Optional.of(scale.selector())
                    .filter(text -> !text.isEmpty())
                    .map(LabelSelector::parse);
        } catch (SelectorException e) {
            one.selector = Optional.empty();
            unclear = Optional.of(AutoscalerPass.Unclear.invalid(String.valueOf(e.getMessage())));
        }
        List<Pod> pods = index.matching(key.namespace(), Selector.EVERYTHING).stream()
                .filter(one::selects)
                .toList();
        return new AutoscalerPass.View(
                scale,
                pods.stream().map(TargetPods::of).toList(),
                new ClusterMetrics(metrics, key.namespace(), pods),
                unclear.or(() -> shared(key.namespace(), scale.selector(), pods)));
    }

    /** Two autoscalers that look at the same pod are both wrong. */
    private Optional<AutoscalerPass.Unclear> shared(String namespace, String selector, List<Pod> pods) {
        List<String> all = known.entrySet().stream()
                .filter(each -> each.getKey().namespace().equals(namespace))
                .filter(each -> pods.stream().anyMatch(each.getValue()::selects))
                .map(each -> namespace + "/" + each.getKey().name())
                .toList();
        return all.size() < 2 ? Optional.empty() : Optional.of(AutoscalerPass.Unclear.shared(selector, all));
    }

    private void tell(Autoscaler autoscaler, AutoscalerPass.Notice notice) {
        if (notice.warning()) {
            cluster.events().warning(SOURCE, autoscaler.tree(), notice.reason(), notice.message());
        } else {
            cluster.events().normal(SOURCE, autoscaler.tree(), notice.reason(), notice.message());
        }
    }
}
