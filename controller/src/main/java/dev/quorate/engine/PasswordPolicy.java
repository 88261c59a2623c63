package dev.quorate.engine;

import java.time.Duration;

/**
 * What Git says of an app's password, which is never in Git itself.
 *
 * @param generation a larger one than before asks for another password to be made up
 * @param grace how long clients may still come with the former
 */
public record PasswordPolicy(int generation, Duration grace) {}
