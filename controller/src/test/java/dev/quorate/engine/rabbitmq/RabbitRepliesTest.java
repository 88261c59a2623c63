package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RabbitRepliesTest {

    @Test
    void aQuorumQueueIsMeantToHaveAsManyCopiesAsAnybodyAsksFor() {
        assertEquals(0, meant("quorum", "{}", "{}"));
        assertEquals(5, meant("quorum", "{\"x-quorum-initial-group-size\": 5}", "{}"));
        assertEquals(7, meant("quorum", "{\"x-quorum-target-group-size\": 7}", "{\"target-group-size\": 5}"));
        assertEquals(7, meant("quorum", "{\"x-quorum-initial-group-size\": 3}", "{\"target-group-size\": 7}"));
    }

    @Test
    void aStreamHasArgumentsOfItsOwn() {
        assertEquals(5, meant("stream", "{\"x-initial-cluster-size\": 5}", "{}"));
        assertEquals(3, meant("stream", "{}", "{\"initial-cluster-size\": 3, \"target-group-size\": 7}"));
    }

    @Test
    void aMirroredQueueIsAskedForItsCopiesByPolicy() {
        assertEquals(5, meant("classic", "{}", "{\"ha-mode\": \"exactly\", \"ha-params\": 5}"));
        assertEquals(0, meant("classic", "{}", "{\"ha-mode\": \"all\"}"));
        assertEquals(0, meant("classic", "{\"x-quorum-initial-group-size\": 5}", "{}"));
    }

    /** An empty policy is an empty list to RabbitMQ 3.10. */
    @Test
    void aPolicyThatSaysNothingIsNone() {
        assertEquals(0, meant("quorum", "{}", "[]"));
    }

    private static int meant(String type, String arguments, String policy) {
        String list = "[{\"vhost\": \"/\", \"name\": \"orders\", \"type\": \"" + type
                + "\", \"durable\": true, \"exclusive\": false, \"arguments\": " + arguments
                + ", \"effective_policy_definition\": " + policy + "}]";
        return RabbitReplies.queues(RabbitReplies.tree(list)).get(0).meant();
    }
}
