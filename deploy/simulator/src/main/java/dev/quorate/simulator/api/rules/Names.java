package dev.quorate.simulator.api.rules;

import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names objects, labels and finalizers may have. */
public final class Names {

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final Set<Kind> LABEL_NAMES = Set.of(Kinds.NAMESPACE, Kinds.STATEFUL_SET);
    private static final int SUBDOMAIN_LENGTH = 253;
    private static final int LABEL_LENGTH = 63;

    private Names() {}

    static Optional<Violation> object(Kind kind, String name) {
        if (kind.equals(Kinds.SERVICE)) {
            return check(
                    name,
                    SERVICE,
                    LABEL_LENGTH,
                    "a DNS-1035 label must consist of lower case alphanumeric characters"
                            + " or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name', "
                            + " or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
        }
        if (LABEL_NAMES.contains(kind)) {
            return check(
                    name,
                    LABEL,
                    LABEL_LENGTH,
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric"
                            + " characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or"
                            + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
        }
        return check(
                name,
                SUBDOMAIN,
                SUBDOMAIN_LENGTH,
                "a lowercase RFC 1123 subdomain must consist of lower case"
                        + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g."
                        + " 'example.com', regex used for validation is"
                        + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    static Optional<Violation> labelKey(String field, String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        if (!QUALIFIED.matcher(name).matches()) {
            return Optional.of(Violation.invalid(
                    field,
                    key,
                    "name part must consist of alphanumeric characters, '-', '_'"
                            + " or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                            + " '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"));
        }
        return name.length() > LABEL_LENGTH
                ? Optional.of(Violation.invalid(field, key, "name part must be no more than 63 bytes"))
                : Optional.empty();
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

    static boolean isFinalizer(String name) {
        return name.contains("/")
                || List.of("kubernetes", "orphan", "foregroundDeletion", "customresourcecleanup.apiextensions.k8s.io")
                        .contains(name);
    }

    private static Optional<Violation> check(String name, Pattern form, int length, String rule) {
        if (name.length() > length) {
            return Optional.of(Violation.invalid("metadata.name", name, "must be no more than " + length + " bytes"));
        }
        return form.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(Violation.invalid("metadata.name", name, rule));
    }
}
