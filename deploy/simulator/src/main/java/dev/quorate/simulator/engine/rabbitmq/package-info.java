/**
 * Simulated RabbitMQ members: pod programs that answer RabbitMQ's management API and its commands, and keep its rules of who is
 * listed, who serves and which queue has a majority.
 *
 * <p>Each member keeps the list of members, the declared queues and its replicas on its volume. A part of a cluster that sees no
 * majority of its list pauses, and replicas agree on a message by majority, so what a lost volume, a second cluster or a
 * forgotten member does follows from what is on the volumes. Not simulated: logins, consumers, the time until a member notices
 * that another is cut off, what a member of another version cannot do.
 */
package dev.quorate.simulator.engine.rabbitmq;
