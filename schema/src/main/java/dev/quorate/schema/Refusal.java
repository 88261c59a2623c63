package dev.quorate.schema;

import java.util.Optional;

/**
 * Something Quorate will not do, and why.
 *
 * @param guard name of the guard that refused
 * @param sentence the reason as a person reads it, the same in plan, log, status and commit
 * @param field the field of the spec that asks for it, where one does
 */
public record Refusal(String guard, String sentence, Optional<String> field) {}
