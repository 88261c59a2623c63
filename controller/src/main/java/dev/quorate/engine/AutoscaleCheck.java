package dev.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.schema.Autoscale;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the JSON Schema cannot say of {@code autoscale}: it is the traits of an engine that decide, for all engines alike. */
public final class AutoscaleCheck {

    private final ComponentTraits traits;
    private final ComponentSpec component;
    private final Autoscale autoscale;
    private final String spec;
    private final List<FieldProblem> problems = new ArrayList<>();

    private AutoscaleCheck(ComponentTraits traits, ComponentSpec component, Autoscale autoscale, String spec) {
        this.traits = traits;
        this.component = component;
        this.autoscale = autoscale;
        this.spec = spec;
    }

    public static List<FieldProblem> problems(Engine engine, StatefulApp app) {
        List<FieldProblem> problems = new ArrayList<>();
        for (Map.Entry<String, ComponentSpec> written : app.components().entrySet()) {
            boolean only = written.getKey().equals(StatefulApp.ONLY_COMPONENT);
            ComponentTraits traits =
                    only ? engine.traits().components().get(0) : engine.traits().component(written.getKey());
            String spec = only ? "/spec" : "/spec/components/" + written.getKey();
            written.getValue()
                    .autoscale()
                    .map(autoscale -> new AutoscaleCheck(traits, written.getValue(), autoscale, spec).run())
                    .ifPresent(problems::addAll);
        }
        return problems;
    }

    private List<FieldProblem> run() {
        if (traits.autoscaling() instanceof Autoscaling.Never never) {
            add(
                    "",
                    "not-supported",
                    traits.name() + " is never autoscaled: it " + never.why(),
                    "write replicas and change it by a commit");
        } else if (traits.autoscaling() instanceof Autoscaling.Possible possible) {
            bounds(possible);
            scaleIn(possible);
            metrics();
        }
        return problems;
    }

    private void scaleIn(Autoscaling.Possible possible) {
        Optional<String> never = possible.scaleIn().onlyByPeople();
        if (never.isPresent() && autoscale.scaleIn().mode().equals(Optional.of(Autoscale.Mode.AUTO))) {
            add(
                    "/scaleIn/mode",
                    "not-supported",
                    "nobody leaves " + traits.name() + " by a request alone: it " + never.get(),
                    "write Manual, and the report shows the change to commit; or Disabled");
        }
    }

    private void bounds(Autoscaling.Possible possible) {
        int min = autoscale.minReplicas();
        int max = autoscale.maxReplicas();
        if (min < possible.floor()) {
            add(
                    "/minReplicas",
                    "invalid",
                    traits.name() + " keeps at least " + possible.floor() + " while it follows its load, but this is "
                            + min,
                    "write " + possible.floor() + " or more");
        }
        legal("/minReplicas", min);
        legal("/maxReplicas", max);
        if (min > max) {
            add(
                    "/maxReplicas",
                    "invalid",
                    "the bounds are the wrong way round: maxReplicas is " + max + ", and minReplicas " + min,
                    "write " + min + " or more, or a smaller minReplicas");
        }
        component.replicas().ifPresent(replicas -> {
            if (min <= max && (replicas < min || replicas > max)) {
                problems.add(new FieldProblem(
                        spec + "/replicas",
                        "invalid",
                        "beside autoscale this is the size at creation, so it lies between minReplicas " + min
                                + " and maxReplicas " + max + ", but it is " + replicas,
                        "write " + Math.max(min, Math.min(max, replicas)) + ", or remove it"));
            }
        });
    }

    private void legal(String field, int size) {
        if (!traits.sizes().allows(size)) {
            add(
                    field,
                    "illegal-size",
                    traits.name() + " cannot rest at " + size + ": "
                            + traits.sizes().why(),
                    "the sizes are " + traits.sizes().text());
        }
    }

    private void metrics() {
        for (int i = 0; i < autoscale.metrics().size(); i++) {
            JsonNode metric = autoscale.metrics().get(i);
            String block = metric.path("type").asText().equals("Resource") ? "resource" : "containerResource";
            JsonNode source = metric.path(block);
            if (source.at("/target/type").asText().equals("Utilization")) {
                utilization("/metrics/" + i + "/" + block, source);
            }
        }
    }

    /** An average over pods of which one container has no request cannot be worked out, and the autoscaler would do nothing. */
    private void utilization(String field, JsonNode source) {
        String resource = source.path("name").asText();
        Optional<String> container =
                Optional.of(source.path("container").asText()).filter(name -> !name.isEmpty());
        List<JsonNode> beside = StreamSupport.stream(
                        component.pod().at("/spec/containers").spliterator(), false)
                .toList();
        boolean ofSidecar = container
                .filter(name -> beside.stream()
                        .anyMatch(one -> one.path("name").asText().equals(name)))
                .isPresent();
        if (!ofSidecar && !component.resources().path("requests").has(resource)) {
            problem(field, resource, spec.substring(1).replace('/', '.') + ".resources.requests");
        }
        for (JsonNode one : beside) {
            boolean counts = container.isEmpty() || one.path("name").asText().equals(container.get());
            if (counts && !one.at("/resources/requests").has(resource)) {
                problem(
                        field,
                        resource,
                        "the requests of the container " + one.path("name").asText());
            }
        }
    }

    private void problem(String field, String resource, String where) {
        add(
                field + "/target",
                "invalid",
                "utilization is a share of what is requested, and no " + resource + " is requested",
                "write " + resource + " into " + where + ", or aim at an averageValue");
    }

    private void add(String field, String code, String message, String remedy) {
        problems.add(new FieldProblem(spec + "/autoscale" + field, code, message, remedy));
    }
}
