package dev.quorate.simulator.http;

/** What the tests of kubectl apply. */
final class Manifests {

    /** The container's command is for real clusters, where something has to run. */
    static final String STATEFUL_SET = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: web}
            spec:
              serviceName: web
              replicas: %d
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: busybox:1.36
                    command: [sleep, "1000000"]
                    ports: [{containerPort: 80, name: http}]
            """;

    static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data:
              a: x
            """;

    /** GROUP stands for a group of its own. */
    static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: apps.GROUP}
            spec:
              group: GROUP
              scope: Namespaced
              names: {plural: apps, kind: App, shortNames: [ap]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size, labelSelectorPath: .status.pods}
                additionalPrinterColumns:
                - {name: Size, type: integer, jsonPath: .spec.size}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties: {size: {type: integer, minimum: 1, default: 3}}
                      status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private Manifests() {}
}
