package dev.quorate.simulator.autoscale;

/** A metric cannot be read, or nothing follows from it. */
public final class MetricException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String text;

    public MetricException(String text) {
        super(text);
        this.text = text;
    }

    String text() {
        return text;
    }

    MetricException within(String context) {
        return new MetricException(context + ": " + text);
    }
}
