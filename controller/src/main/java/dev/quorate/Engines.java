package dev.quorate;

import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.etcd.EtcdEngine;
import dev.quorate.engine.rabbitmq.RabbitEngine;
import dev.quorate.engine.redis.RedisEngine;
import dev.quorate.engine.statefulset.StatefulSetEngine;
import dev.quorate.engine.zookeeper.ZooKeeperEngine;
import java.util.List;

/** The engines, one line each. */
public final class Engines {

    private Engines() {}

    public static EngineCatalog catalog() {
        return new EngineCatalog(List.of(
                new StatefulSetEngine(), //
                new EtcdEngine(), //
                new RabbitEngine(), //
                new RedisEngine(), //
                new ZooKeeperEngine()));
    }
}
