package dev.quorate.simulator.api.rules;

import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names objects, labels, annotations and finalizers may have. */
public final class Names {

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final Set<Kind> LABEL_NAMES = Set.of(Kinds.NAMESPACE, Kinds.STATEFUL_SET, Kinds.SERVICE);
    private static final Set<String> STANDARD_FINALIZERS =
            Set.of("kubernetes", "orphan", "foregroundDeletion", "customresourcecleanup.apiextensions.k8s.io");
    private static final int SUBDOMAIN_LENGTH = 253;
    private static final int LABEL_LENGTH = 63;

    private static final String SUBDOMAIN_RULE = "a lowercase RFC 1123 subdomain must consist of lower case"
            + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g."
            + " 'example.com', regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private static final String LABEL_RULE = "a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or"
            + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private static final String QUALIFIED_RULE = "must consist of alphanumeric characters, '-', '_'"
            + " or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
            + " '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private Names() {}

    static Optional<Violation> object(Kind kind, String name) {
        return name("metadata.name", kind, name);
    }

    /** What is put before the generated end of a name; a dash at its end is fine. */
    static Optional<Violation> prefix(Kind kind, String prefix) {
        return prefix.isEmpty()
                ? Optional.empty()
                : name("metadata.generateName", kind, prefix.replaceAll("-$", "a"))
                        .map(found -> Violation.invalid("metadata.generateName", prefix, rule(kind, prefix)));
    }

    private static Optional<Violation> name(String field, Kind kind, String name) {
        if (kind.equals(Kinds.STATEFUL_SET) && name.contains(".")) {
            return Optional.of(Violation.invalid(field, name, "must not contain dots"));
        }
        boolean label = LABEL_NAMES.contains(kind);
        boolean fits = name.length() <= longest(kind)
                && (label ? LABEL : SUBDOMAIN).matcher(name).matches();
        return fits ? Optional.empty() : Optional.of(Violation.invalid(field, name, rule(kind, name)));
    }

    private static String rule(Kind kind, String name) {
        if (name.length() > longest(kind)) {
            return "must be no more than " + longest(kind) + " characters";
        }
        return LABEL_NAMES.contains(kind) ? LABEL_RULE : SUBDOMAIN_RULE;
    }

    private static int longest(Kind kind) {
        return LABEL_NAMES.contains(kind) ? LABEL_LENGTH : SUBDOMAIN_LENGTH;
    }

    /** A name with an optional domain before it, as label keys are. */
    public static Optional<String> problemOfKey(String key) {
        String[] parts = key.split("/", -1);
        String name = parts[parts.length - 1];
        if (parts.length > 2) {
            return Optional.of("a valid label key " + QUALIFIED_RULE
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        if (parts.length == 2 && !SUBDOMAIN.matcher(parts[0]).matches()) {
            return Optional.of("prefix part " + (parts[0].isEmpty() ? "must be non-empty" : SUBDOMAIN_RULE));
        }
        if (name.length() > LABEL_LENGTH) {
            return Optional.of("name part must be no more than 63 bytes");
        }
        return QUALIFIED.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(name.isEmpty() ? "name part must be non-empty" : "name part " + QUALIFIED_RULE);
    }

    static Optional<Violation> key(String field, String key, String checked) {
        return problemOfKey(checked).map(why -> Violation.invalid(field, key, why));
    }

    static Optional<Violation> labelValue(String field, String value) {
        if (value.length() > LABEL_LENGTH) {
            return Optional.of(Violation.invalid(field, value, "must be no more than 63 bytes"));
        }
        return LABEL_VALUE.matcher(value).matches()
                ? Optional.empty()
                : Optional.of(Violation.invalid(
                        field,
                        value,
                        "a valid label must be an empty string or consist of"
                                + " alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                                + " (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
                                + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
    }

    static Optional<Violation> finalizer(int index, String name) {
        String field = "metadata.finalizers";
        return key(field, name, name)
                .or(() -> name.contains("/") || STANDARD_FINALIZERS.contains(name)
                        ? Optional.empty()
                        : Optional.of(Violation.invalid(
                                field + "[" + index + "]",
                                name,
                                "name is neither a standard finalizer name nor is it fully qualified")));
    }
}
