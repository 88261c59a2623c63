/**
 * RabbitMQ: a member joins its cluster by name before any client can reach it and is then given its share of the replicated
 * queues; it leaves when its replicas have moved, by the word of a survivor, and only then its pod goes.
 *
 * <p>Pure but for {@code RabbitMembership} and the client it speaks through. {@code start.sh}, beside the compiled classes, runs
 * in each pod before RabbitMQ does.
 *
 * <p>Uses: engine, state, schema; Libraries: com.fasterxml.jackson
 */
package dev.quorate.engine.rabbitmq;
