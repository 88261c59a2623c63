package dev.quorate.soak;

import java.util.List;

/**
 * An app of the soak, which its commits scale.
 *
 * @param etcd whether its pods are members of one etcd cluster
 * @param sizes what it may be scaled to
 * @param wrongSizes what is refused as soon as it is read
 */
record App(String title, boolean etcd, List<Integer> sizes, List<Integer> wrongSizes, String template) {
    static final String NAMESPACE = "shop";

    static final App LOCKS = new App("locks", true, List.of(3, 5, 7), List.of(2, 4), """
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: locks, namespace: shop}
            spec:
              engine: etcd
              version: "3.5"
              replicas: %s
              storage: {size: 1Gi}
            """);

    static final App WEB = new App("web", false, List.of(0, 1, 2, 3), List.of(-1), """
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: web, namespace: shop}
            spec:
              engine: statefulset
              replicas: %s
              statefulset:
                image: nginx:1.27
                volumeClaims:
                  - {name: pages, mountPath: /usr/share/nginx/html, size: 1Gi}
            """);

    static final List<App> ALL = List.of(LOCKS, WEB);

    App {
        sizes = List.copyOf(sizes);
        wrongSizes = List.copyOf(wrongSizes);
    }

    String path() {
        return "apps/" + title + "/app.yaml";
    }

    String file(int replicas) {
        return template.formatted(replicas);
    }
}
