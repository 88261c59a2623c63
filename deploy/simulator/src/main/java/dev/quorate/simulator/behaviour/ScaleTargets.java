package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How autoscalers reach what they scale: the scale subresource of any kind, through the API. */
public interface ScaleTargets {

    /** Says in the API's words why not. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private final String text;

        public RefusedException(String text) {
            super(text);
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Which object is meant: a namespace and a scaleTargetRef. */
    record Reference(String namespace, String apiVersion, String kind, String name) {}

    /** A Scale of autoscaling/v1. */
    ObjectNode read(Reference target) throws RefusedException;

    void write(Reference target, ObjectNode scale) throws RefusedException;
}
