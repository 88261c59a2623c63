package dev.quorate.engine.rabbitmq;

import java.util.List;

/** What the programs of one pod find in their environment, with files of this machine in place of mounts. */
record RealPod(String name, String address, int distributionPort, int epmdPort) {

    private String run() {
        return "/quorate/" + name + "-run";
    }

    /** Of the start script. */
    List<String> ofStart(String volume) {
        String settings = String.join(
                "\n",
                "cluster_partition_handling = pause_minority",
                "log.console = true",
                "listeners.tcp.1 = " + address + ":5672",
                "management.tcp.ip = " + address,
                "management.tcp.port = 15672",
                "prometheus.tcp.ip = " + address,
                "prometheus.tcp.port = 15692");
        String arguments = "-kernel inet_dist_use_interface {" + address.replace('.', ',') + "} +S 1:1 +A 4";
        return List.of(
                "START=/quorate/start",
                "RUN=" + run(),
                "VOLUME=" + volume,
                "COOKIE=/quorate/cookie",
                "LOGIN=/quorate/login",
                "POD_NAME=" + name,
                "SETTINGS=" + settings,
                "PLUGINS=[rabbitmq_management,rabbitmq_prometheus].",
                "PATIENCE=0",
                "EXTRA_ENV=DIST_PORT=" + distributionPort + "\nSERVER_ADDITIONAL_ERL_ARGS=\"" + arguments + "\"",
                "ERL_EPMD_PORT=" + epmdPort);
    }

    /** Of the server, and of commands beside it. */
    List<String> ofMember() {
        return List.of(
                "HOME=" + run(), "RABBITMQ_CONF_ENV_FILE=" + run() + "/rabbitmq-env.conf", "ERL_EPMD_PORT=" + epmdPort);
    }
}
