package dev.quorate.loop;

/** Why Git cannot be read or written now, as a condition's reason and message. */
record Trouble(String reason, String message) {}
