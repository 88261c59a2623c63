package dev.quorate.cli;

/** {@code -o} of commands that print for people or for programs. */
enum OutputFormat {
    text,
    json
}
