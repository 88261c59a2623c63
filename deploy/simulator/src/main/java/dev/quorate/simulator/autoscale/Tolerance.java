package dev.quorate.simulator.autoscale;

/** How far the measured may be off the wished before anything is done, in either direction. */
record Tolerance(double down, double up) {

    static final double USUAL = 0.1;

    boolean allows(double ratio) {
        return 1.0 - down <= ratio && ratio <= 1.0 + up;
    }
}
