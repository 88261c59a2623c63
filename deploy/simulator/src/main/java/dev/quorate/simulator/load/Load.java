package dev.quorate.simulator.load;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The load of a cluster. An API that serves metrics is there from the first load that is told to it, as if somebody had
 * installed what measures it, until {@link #withdraw} takes it away.
 */
public final class Load {

    public static final String CPU = "cpu";
    public static final String MEMORY = "memory";

    /** What a pod uses that does nothing. */
    private static final Map<String, Double> IDLE = Map.of(CPU, 0.001, MEMORY, 16.0 * 1024 * 1024);

    /** Who serves metrics: metrics.k8s.io, custom.metrics.k8s.io and external.metrics.k8s.io. */
    public enum Api {
        RESOURCE,
        CUSTOM,
        EXTERNAL
    }

    /** A pod as clients see it. */
    public record Worker(String name, Map<String, String> labels, boolean ready) {
        public Worker {
            labels = Map.copyOf(labels);
        }
    }

    private record Pods(String namespace, Map<String, String> labels, String metric) {
        boolean has(Worker pod) {
            return pod.labels().entrySet().containsAll(labels.entrySet());
        }
    }

    private record Thing(String namespace, String kind, String name, String metric) {}

    private record Outside(String namespace, String metric) {}

    private final Set<Api> served = EnumSet.noneOf(Api.class);
    private Consumer<Load> listener = load -> {};
    private final Map<Pods, Curve> ofPods = new LinkedHashMap<>();
    private final Map<Thing, Curve> ofThings = new LinkedHashMap<>();
    private final Map<Outside, Curve> fromOutside = new LinkedHashMap<>();

    /** So much in all is asked of the pods with these labels: of {@link #CPU} in cores, of {@link #MEMORY} in bytes. */
    public Load onPods(String namespace, Map<String, String> labels, String metric, Curve total) {
        ofPods.put(new Pods(namespace, Map.copyOf(labels), metric), total);
        return serve(IDLE.containsKey(metric) ? Api.RESOURCE : Api.CUSTOM);
    }

    public Load onObject(String namespace, String kind, String name, String metric, Curve value) {
        ofThings.put(new Thing(namespace, kind, name, metric), value);
        return serve(Api.CUSTOM);
    }

    public Load fromOutside(String namespace, String metric, Curve value) {
        fromOutside.put(new Outside(namespace, metric), value);
        return serve(Api.EXTERNAL);
    }

    public Load serve(Api api) {
        served.add(api);
        listener.accept(this);
        return this;
    }

    /** From now on nobody serves these metrics; the load itself goes on. */
    public Load withdraw(Api api) {
        served.remove(api);
        listener.accept(this);
        return this;
    }

    /** Called with each change of what is served. */
    public void whenChanged(Consumer<Load> hears) {
        listener = hears;
    }

    public boolean serves(Api api) {
        return served.contains(api);
    }

    /** What a pod uses of a resource that does nothing. */
    public static double idle(String resource) {
        return IDLE.getOrDefault(resource, 0.0);
    }

    /** What each pod has of a metric; pods that nobody measures it on are left out. */
    public Map<String, Double> shares(String namespace, String metric, List<Worker> pods, Instant time) {
        Map<String, Double> shares = new LinkedHashMap<>();
        Optional.ofNullable(IDLE.get(metric)).ifPresent(idle -> pods.forEach(pod -> shares.put(pod.name(), idle)));
        ofPods.forEach((asked, total) -> {
            if (asked.namespace().equals(namespace) && asked.metric().equals(metric)) {
                spread(pods.stream().filter(asked::has).toList(), total.at(time), shares);
            }
        });
        return shares;
    }

    private static void spread(List<Worker> pods, double total, Map<String, Double> shares) {
        long ready = pods.stream().filter(Worker::ready).count();
        for (Worker pod : pods) {
            shares.merge(pod.name(), pod.ready() ? total / ready : 0, Double::sum);
        }
    }

    public Optional<Double> ofObject(String namespace, String kind, String name, String metric, Instant time) {
        return Optional.ofNullable(ofThings.get(new Thing(namespace, kind, name, metric)))
                .map(curve -> curve.at(time));
    }

    public Optional<Double> outside(String namespace, String metric, Instant time) {
        return Optional.ofNullable(fromOutside.get(new Outside(namespace, metric)))
                .map(curve -> curve.at(time));
    }
}
