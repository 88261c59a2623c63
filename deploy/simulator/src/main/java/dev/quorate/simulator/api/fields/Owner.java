package dev.quorate.simulator.api.fields;

import java.util.Comparator;

/**
 * Who owns fields: the same name is another owner when it applies than when it updates, and per subresource.
 *
 * @param apply whether by server-side apply, otherwise by any other write
 */
record Owner(String manager, boolean apply, String apiVersion, String subresource) {

    /** The order in which owners appear in a conflict. */
    static final Comparator<Owner> ORDER = Comparator.comparing(Owner::manager)
            .thenComparing(Owner::apply)
            .thenComparing(Owner::apiVersion)
            .thenComparing(Owner::subresource);

    String operation() {
        return apply ? "Apply" : "Update";
    }

    /** As conflicts name it: {@code "scaler" with subresource "scale" using apps/v1}. */
    String printed() {
        String through = subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"";
        return "\"" + manager + "\"" + through + (apply ? "" : " using " + apiVersion);
    }
}
