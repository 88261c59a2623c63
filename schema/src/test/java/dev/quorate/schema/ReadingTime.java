package dev.quorate.schema;

import java.nio.charset.StandardCharsets;

/** Says how long 10,000 small files take to read; run by hand, since a test of time fails on a busy machine. */
final class ReadingTime {
    private static final int FILES = 10_000;

    private ReadingTime() {}

    public static void main(String[] arguments) {
        long start = System.nanoTime();
        SpecReader reader = SpecReader.standard();
        System.out.printf("schema compiled in %d ms%n", millisSince(start));
        for (int round = 1; round <= 3; round++) {
            long began = System.nanoTime();
            long apps = 0;
            for (int i = 0; i < FILES; i++) {
                apps += reader.read("a.yaml", file(i)) instanceof ReadResult.Apps read
                        ? read.apps().size()
                        : 0;
            }
            System.out.printf("round %d: %d apps in %d ms%n", round, apps, millisSince(began));
        }
    }

    private static byte[] file(int number) {
        String text = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata:
                  name: locks-%d
                  namespace: shop
                  labels: {team: storefront}
                spec:
                  engine: etcd
                  version: "3.5"
                  replicas: 3
                  storage: {size: 1Gi, storageClassName: fast}
                  resources:
                    requests: {cpu: 100m, memory: 256Mi}
                  config:
                    auto-compaction-mode: periodic
                    quota-backend-bytes: 2147483648
                """;
        return text.formatted(number).getBytes(StandardCharsets.UTF_8);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
