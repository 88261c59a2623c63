package dev.quorate.simulation;

import java.util.stream.IntStream;

/** An app of the workload. */
record App(String name, boolean members, int firstSize) {

    static final App LOCKS = new App("locks", true, 3);
    static final App META = new App("meta", true, 1);
    static final App WEB = new App("web", false, 2);

    private static final int[] LEGAL = {1, 3, 3, 3, 5, 5, 7};

    String file() {
        return "apps/" + name + ".yaml";
    }

    /** One of the sizes that its engine takes. */
    int size(int dice) {
        return members ? LEGAL[dice % LEGAL.length] : dice % 5;
    }

    /** Whether its engine takes this size; a commit that asks for another changes nothing. */
    boolean takes(int size) {
        return !members || IntStream.of(LEGAL).anyMatch(legal -> legal == size);
    }

    Wish first() {
        return new Wish(firstSize, 1);
    }

    String spec(Wish wish) {
        return members ? etcd(wish) : plain(wish);
    }

    private String etcd(Wish wish) {
        return """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: %s, namespace: shop}
                spec:
                  engine: etcd
                  version: "3.5"
                  replicas: %d
                  storage: {size: %s}
                """.formatted(name, wish.size(), wish.room());
    }

    private String plain(Wish wish) {
        return """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: %s, namespace: shop}
                spec:
                  engine: statefulset
                  replicas: %d
                  statefulset:
                    image: nginx:1.27
                    ports: [{name: http, containerPort: 80}]
                    volumeClaims: [{name: data, mountPath: /data, size: %s}]
                """.formatted(name, wish.size(), wish.room());
    }
}
