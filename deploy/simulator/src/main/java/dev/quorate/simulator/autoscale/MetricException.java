package dev.quorate.simulator.autoscale;

/** A metric cannot be read, or nothing follows from it. */
public final class MetricException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public MetricException(String message) {
        super(message);
    }

    MetricException within(String context) {
        return new MetricException(context + ": " + getMessage());
    }
}
