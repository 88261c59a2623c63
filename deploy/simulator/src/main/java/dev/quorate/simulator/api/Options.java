package dev.quorate.simulator.api;

import dev.quorate.simulator.api.rules.Violation;
import java.util.Locale;
import java.util.Set;

/** The query parameters of writes. */
record Options(boolean dryRun, String manager, Validation validation, boolean force) {

    enum Validation {
        IGNORE,
        WARN,
        STRICT
    }

    private static final int LONGEST_MANAGER = 128;

    /** @param kind the name under which a wrong parameter is reported, for example CreateOptions */
    static Options of(ApiRequest request, String kind) {
        return new Options(
                dryRun(request, kind), manager(request, kind), validation(request, kind), request.flag("force"));
    }

    private static boolean dryRun(ApiRequest request, String kind) {
        String value = request.parameter("dryRun").orElse("");
        if (!Set.of("", "All").contains(value)) {
            throw Status.invalidOptions(kind, Violation.unsupported("dryRun", "[\"" + value + "\"]", "\"All\""));
        }
        return value.equals("All");
    }

    private static Validation validation(ApiRequest request, String kind) {
        String value = request.parameter("fieldValidation").orElse("");
        return switch (value) {
            case "Ignore" -> Validation.IGNORE;
            case "", "Warn" -> Validation.WARN;
            case "Strict" -> Validation.STRICT;
            default ->
                throw Status.invalidOptions(
                        kind,
                        Violation.unsupported(
                                "fieldValidation", "\"" + value + "\"", "\"\", \"Ignore\", \"Strict\", \"Warn\""));
        };
    }

    private static boolean printable(int point) {
        return !Character.isISOControl(point) && Character.isDefined(point);
    }

    /** Without a name, the client's program is one. */
    private static String manager(ApiRequest request, String kind) {
        String given = request.parameter("fieldManager").orElse("");
        if (given.length() > LONGEST_MANAGER) {
            throw Status.invalidOptions(kind, Violation.tooLong("fieldManager", LONGEST_MANAGER));
        }
        for (int at = 0; at < given.length(); at += Character.charCount(given.codePointAt(at))) {
            int point = given.codePointAt(at);
            if (!printable(point)) {
                String hex = String.format(Locale.ROOT, "%02x", point);
                throw Status.invalidOptions(
                        kind,
                        new Violation(
                                "FieldValueInvalid",
                                "Invalid value: \"" + given.replace(Character.toString(point), "\\x" + hex)
                                        + "\": invalid character U+" + String.format(Locale.ROOT, "%04X", point)
                                        + " (at position " + at + ")",
                                "fieldManager"));
            }
        }
        if (!given.isEmpty()) {
            return given;
        }
        String agent = request.header("user-agent");
        int slash = agent.indexOf('/');
        String program = slash < 0 ? agent : agent.substring(0, slash);
        return program.isEmpty() ? "unknown" : program;
    }
}
