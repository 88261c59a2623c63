package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Store;
import java.util.List;
import java.util.Optional;

/** Questions about rights, which are answered but never stored: there is one user here, who may do everything. */
final class Reviews {

    private static final String RIGHTS = "authorization.k8s.io";
    private static final String PERSONS = "authentication.k8s.io";

    static final Kind SELF_ACCESS =
            kind(RIGHTS, "SelfSubjectAccessReview", "selfsubjectaccessreviews", "selfsubjectaccessreview");
    static final Kind SELF_RULES =
            kind(RIGHTS, "SelfSubjectRulesReview", "selfsubjectrulesreviews", "selfsubjectrulesreview");
    static final Kind ACCESS = kind(RIGHTS, "SubjectAccessReview", "subjectaccessreviews", "subjectaccessreview");
    static final Kind SELF = kind(PERSONS, "SelfSubjectReview", "selfsubjectreviews", "selfsubjectreview");
    static final List<Kind> ALL = List.of(SELF, SELF_ACCESS, SELF_RULES, ACCESS);

    private final Changes changes;

    Reviews(Changes changes) {
        this.changes = changes;
    }

    ApiReply answer(Target target, ApiRequest request) {
        Kind kind = target.resource().kind();
        if (!request.method().equals("POST") || target.name().isPresent()) {
            throw Status.methodNotAllowed();
        }
        Options options = Options.of(request, "CreateOptions");
        Incoming incoming = Incoming.read(request, target.resource(), options);
        ObjectNode review = incoming.object();
        check(kind, review.path("spec"));
        Store.Writer writer = new Store.Writer(options.manager(), "");
        changes.fields()
                .account(kind, Optional.empty(), review, writer, changes.clock().instant());
        review.set("status", status(kind));
        return Warnings.on(ApiReply.json(201, review), incoming.warnings());
    }

    private static void check(Kind kind, JsonNode spec) {
        boolean about = kind.equals(SELF_ACCESS) || kind.equals(ACCESS);
        if (about && spec.has("resourceAttributes") == spec.has("nonResourceAttributes")) {
            Violation violation = Violation.invalid(
                    "spec.resourceAttributes",
                    Json.NODES.nullNode(),
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified");
            throw Status.invalid("", RIGHTS, "", List.of(violation));
        }
        if (kind.equals(SELF_RULES) && spec.path("namespace").asText().isEmpty()) {
            throw Status.badRequest("no namespace on request");
        }
    }

    private static ObjectNode status(Kind kind) {
        ObjectNode status = Json.object();
        if (kind.equals(SELF)) {
            ObjectNode user = status.putObject("userInfo").put("username", "system:admin");
            user.putArray("groups").add("system:masters").add("system:authenticated");
        } else if (kind.equals(SELF_RULES)) {
            everything(status, "resourceRules", "apiGroups", "resources");
            everything(status, "nonResourceRules", "nonResourceURLs");
            status.put("incomplete", false);
        } else {
            status.put("allowed", true);
        }
        return status;
    }

    private static void everything(ObjectNode status, String rules, String... what) {
        ObjectNode rule = status.putArray(rules).addObject();
        rule.putArray("verbs").add("*");
        for (String each : what) {
            rule.putArray(each).add("*");
        }
    }

    private static Kind kind(String group, String kind, String plural, String singular) {
        return new Kind(group, "v1", kind, plural, singular, List.of(), false, false);
    }
}
