package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Decides about a request to evict a pod: what the disruption budgets say. */
public interface Evictions {

    /**
     * @param pod as it is stored
     * @param eviction the request's body
     */
    ApiReply evict(ObjectNode pod, ObjectNode eviction);
}
