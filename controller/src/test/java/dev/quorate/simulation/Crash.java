package dev.quorate.simulation;

/** The controller's process ends between two external calls; nothing in it may catch this and go on. */
final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    Crash(String before) {
        super("crash: " + before);
    }
}
