package dev.quorate.simulator.api.select;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All terms of a field selector; only the fields that each kind indexes may be named. */
public final class FieldSelector {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private static final Set<String> INVOLVED = Set.of(
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type");
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.podIPs",
                    "status.nominatedNodeName"),
            "events",
            INVOLVED,
            "nodes",
            Set.of("spec.unschedulable"),
            "namespaces",
            Set.of("status.phase"),
            "secrets",
            Set.of("type"),
            "services",
            Set.of("spec.clusterIP", "spec.type"));

    private record Term(String field, String value, boolean equal) {
        boolean matches(ObjectNode object) {
            JsonNode found = object;
            for (String part : field.split("\\.", -1)) {
                found = found.path(part);
            }
            return found.asText().equals(value) == equal;
        }
    }

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /** @throws SelectorException when the text is no selector, or names a field that this kind cannot select by */
    public static FieldSelector parse(String text, Kind kind) {
        if (text.isEmpty()) {
            return EVERYTHING;
        }
        List<Term> terms = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isEmpty()) {
                terms.add(check(term(part, text), kind));
            }
        }
        return new FieldSelector(terms);
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }

    public boolean matches(ObjectNode object) {
        for (Term term : terms) {
            if (!term.matches(object)) {
                return false;
            }
        }
        return true;
    }

    private static Term term(String part, String text) {
        int at = part.indexOf('=');
        if (at < 1) {
            throw new SelectorException("invalid selector: '" + text + "'; can't understand '" + part + "'");
        }
        boolean differs = part.charAt(at - 1) == '!';
        String field = part.substring(0, differs ? at - 1 : at);
        int value = part.startsWith("==", at) ? at + 2 : at + 1;
        return new Term(field, part.substring(value), !differs);
    }

    private static Term check(Term term, Kind kind) {
        boolean everywhere =
                term.field().equals("metadata.name") || term.field().equals("metadata.namespace");
        if (everywhere || KNOWN.getOrDefault(kind.plural(), Set.of()).contains(term.field())) {
            return term;
        }
        boolean core = kind.group().isEmpty() && KNOWN.containsKey(kind.plural());
        boolean own = core || !Kinds.ALL.contains(kind);
        throw new SelectorException(
                own
                        ? "field label not supported: " + term.field()
                        : "\"" + term.field()
                                + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }
}
