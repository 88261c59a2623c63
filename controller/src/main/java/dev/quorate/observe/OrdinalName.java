package dev.quorate.observe;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a pod or claim taken apart: {@code data-web-2} is claim template data, set web, ordinal 2. */
record OrdinalName(String template, String set, int ordinal) {

    private static final Pattern ORDINAL = Pattern.compile("0|[1-9][0-9]{0,8}");

    /** A pod of one of the sets, by the name that the StatefulSet controller gives it. */
    static Optional<OrdinalName> pod(String name, Collection<String> sets) {
        return parse(name, sets).filter(parsed -> parsed.template.isEmpty());
    }

    /** A claim of one of the sets. A set's name can end another's, so the longest that fits is meant. */
    static Optional<OrdinalName> claim(String name, Collection<String> sets) {
        return parse(name, sets).filter(parsed -> !parsed.template.isEmpty());
    }

    private static Optional<OrdinalName> parse(String name, Collection<String> sets) {
        int dash = name.lastIndexOf('-');
        if (dash < 0 || !ORDINAL.matcher(name.substring(dash + 1)).matches()) {
            return Optional.empty();
        }
        String owner = name.substring(0, dash);
        int ordinal = Integer.parseInt(name.substring(dash + 1));
        return sets.stream()
                .filter(set -> owner.equals(set) || owner.endsWith("-" + set))
                .max(Comparator.comparingInt(String::length))
                .map(set -> new OrdinalName(template(owner, set), set, ordinal));
    }

    private static String template(String owner, String set) {
        return owner.equals(set) ? "" : owner.substring(0, owner.length() - set.length() - 1);
    }
}
