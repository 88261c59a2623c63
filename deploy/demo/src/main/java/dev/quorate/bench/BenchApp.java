package dev.quorate.bench;

import java.util.List;
import java.util.stream.IntStream;

/** One of many plain apps: a StatefulSet, its Service and its disruption budget. */
record BenchApp(int number, int replicas) {

    static final String NAMESPACE = "quorate-bench";

    static List<BenchApp> all(int apps, int replicas) {
        return IntStream.range(0, apps)
                .mapToObj(number -> new BenchApp(number, replicas))
                .toList();
    }

    String name() {
        return "app-" + String.format("%05d", number);
    }

    String path() {
        return "apps/" + name() + "/app.yaml";
    }

    String text() {
        return """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: %s, namespace: %s}
                spec:
                  engine: statefulset
                  replicas: %d
                  resources:
                    requests: {cpu: 1m, memory: 1Mi}
                  statefulset:
                    image: nginx:1.27
                    podManagementPolicy: Parallel
                """.formatted(name(), NAMESPACE, replicas);
    }
}
