package dev.quorate.simulation;

/**
 * An app of the workload.
 *
 * @param other the name of the app that it can depend on
 */
record App(String name, String engine, int firstSize, String other, Origin origin) {

    /** Where its StatefulSet comes from. */
    enum Origin {
        GIT,
        /** Somebody made it before; the file asks for what runs. */
        FOREIGN,
        /** Somebody made it before, and at first the file asks for something else. */
        FOREIGN_AND_OTHER
    }

    static final App LOCKS = new App("locks", "etcd", 3, "");
    static final App META = new App("meta", "etcd", 1, "locks");
    static final App REGISTRY = new App("registry", "zookeeper", 3, "");
    static final App BALLOTS = new App("ballots", "zookeeper", 1, "registry");
    static final App ORDERS = new App("orders", "rabbitmq", 3, "");
    static final App MAIL = new App("mail", "rabbitmq", 1, "orders");
    static final App SESSIONS = new App("sessions", "redis", 3, "");
    static final App WEB = new App("web", "statefulset", 2, "locks");
    static final App PAGES = new App("pages", "statefulset", 3, "web");

    /** Images by this name can be had nowhere. */
    static final String BROKEN_IMAGES = "broken/*";

    private static final int[] LEGAL = {1, 3, 3, 3, 5, 5, 7};
    private static final int[] OF_REDIS = {2, 3, 3, 3, 4, 5, 5};

    private App(String name, String engine, int firstSize, String other) {
        this(name, engine, firstSize, other, Origin.GIT);
    }

    /** Members of an engine are not taken over. */
    App from(Origin other) {
        return members() ? this : new App(name, engine, firstSize, this.other, other);
    }

    /** Whether somebody made it before Git knew of it. */
    boolean foreign() {
        return origin != Origin.GIT;
    }

    /** The name of the Service that its pods are named by, where somebody else gave it. */
    String foreignService() {
        return name + "-before";
    }

    String file() {
        return "apps/" + name + ".yaml";
    }

    /** Whether its pods are members of a cluster. */
    boolean members() {
        return !engine.equals("statefulset");
    }

    private boolean redis() {
        return engine.equals("redis");
    }

    /** A size that its engine does not take. */
    int illegalSize() {
        return redis() ? 1 : members() ? 2 : -1;
    }

    /** How many watch so many members, where others watch them. */
    int sentinels(int size) {
        return redis() ? size < 4 ? 3 : 5 : 0;
    }

    /** The set of those that watch its members. */
    String watchers() {
        return name + "-sentinels";
    }

    /** Whether a pod is one of its own set. */
    boolean owns(String pod) {
        return pod.matches(name + "-\\d+");
    }

    /** One of the sizes that its engine takes. */
    int size(int dice) {
        if (redis()) {
            return OF_REDIS[dice % OF_REDIS.length];
        }
        return members() ? LEGAL[dice % LEGAL.length] : dice % 5;
    }

    String spec(Wish wish) {
        String labels = wish.label() == 0 ? "" : ", labels: {team: t" + wish.label() + "}";
        String head = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: %s, namespace: shop%s}
                spec:
                """.formatted(name, labels);
        return head + settings(wish) + wish.lines(this);
    }

    private String settings(Wish wish) {
        return switch (engine) {
            case "etcd" -> etcd(wish);
            case "zookeeper" -> zookeeper(wish);
            case "rabbitmq" -> rabbitmq(wish);
            case "redis" -> redis(wish);
            default -> plain(wish) + taken();
        };
    }

    private static String zookeeper(Wish wish) {
        return """
                  engine: zookeeper
                  version: "%s"
                  storage: {size: %s}
                """.formatted(Templates.zookeeper(wish), wish.room())
                + (wish.setting() == 0 ? "" : "  config: {snapCount: " + (5000 + wish.setting()) + "}\n")
                + (wish.broken() ? "  zookeeper: {image: \"broken/zookeeper:3.9.5\"}\n" : "");
    }

    private static String rabbitmq(Wish wish) {
        return """
                  engine: rabbitmq
                  version: "%s"
                  storage: {size: %s}
                """.formatted(Templates.rabbitmq(wish), wish.room())
                + (wish.setting() == 0 ? "" : "  config: {channel_max: " + (5000 + wish.setting()) + "}\n")
                + (wish.broken() ? "  rabbitmq: {image: \"broken/rabbitmq:4.0.5\"}\n" : "");
    }

    private String redis(Wish wish) {
        return """
                  engine: redis
                  version: "%s"
                  storage: {size: %s}
                  components: {sentinels: {replicas: %d, storage: {size: 1Gi}}}
                """.formatted(Templates.redis(wish), wish.room(), sentinels(wish.size()))
                + (wish.setting() == 0 ? "" : "  config: {maxclients: " + (5000 + wish.setting()) + "}\n")
                + (wish.broken() ? "  redis: {image: \"broken/redis:8.0.2\"}\n" : "");
    }

    private static String etcd(Wish wish) {
        return """
                  engine: etcd
                  version: "%s"
                  storage: {size: %s}
                """.formatted(wish.version(), wish.room())
                + (wish.setting() == 0 ? "" : "  config: {snapshot-count: " + (5000 + wish.setting()) + "}\n")
                + (wish.broken() ? "  etcd: {image: \"broken/etcd:v3.5.16\"}\n" : "");
    }

    private String taken() {
        return foreign() ? "    containerName: nginx\n    serviceName: " + foreignService() + "\n  adopt: true\n" : "";
    }

    private static String plain(Wish wish) {
        return """
                  engine: statefulset
                  statefulset:
                    image: %s
                    ports: [{name: http, containerPort: 80}]
                    volumeClaims: [{name: data, mountPath: /data, size: %s}]
                """.formatted(wish.broken() ? "broken/nginx:1" : "nginx:1.27", wish.room());
    }
}
