package dev.quorate.engine.statefulset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.PodOverlay;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the JSON Schema cannot say of the plain engine: names that must differ, and names that must exist. */
final class PlainCheck {

    private static final String OPTIONS = "/spec/" + StatefulSetEngine.NAME;

    private final JsonNode options;
    private final JsonNode pod;
    private final List<FieldProblem> problems = new ArrayList<>();

    private PlainCheck(StatefulApp app) {
        this.options = app.options();
        this.pod = app.component().pod();
    }

    static List<FieldProblem> problems(StatefulApp app) {
        PlainCheck check = new PlainCheck(app);
        Set<String> claims = check.distinct("volumeClaims", "name", "claim name");
        check.distinct("ports", "name", "port name");
        check.distinct("ports", "containerPort", "port number");
        check.distinct("env", "name", "environment variable");
        check.mountPaths();
        check.mountedVolumesExist(claims);
        check.probedPortsExist();
        check.problems.addAll(PodOverlay.check(check.pod, Set.of(PlainObjects.container(check.options)), claims));
        return check.problems;
    }

    /** Two ports may share a number if their protocols differ. */
    private Set<String> distinct(String list, String field, String what) {
        Set<String> seen = new HashSet<>();
        Set<String> names = new HashSet<>();
        JsonNode items = options.path(list);
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            String value = item.path(field).asText();
            boolean number = item.path(field).isNumber();
            if (!seen.add(number ? value + "/" + item.path("protocol").asText("TCP") : value)) {
                problem(
                        "/" + list + "/" + i + "/" + field,
                        "duplicate",
                        "the " + what + " " + value + " is used twice",
                        "give each its own");
            }
            names.add(value);
        }
        return names;
    }

    private void mountPaths() {
        Set<String> paths = new HashSet<>();
        for (String list : List.of("volumeClaims", "volumeMounts")) {
            JsonNode items = options.path(list);
            for (int i = 0; i < items.size(); i++) {
                String path = items.get(i).path("mountPath").asText();
                if (!path.isEmpty() && !paths.add(path)) {
                    problem(
                            "/" + list + "/" + i + "/mountPath",
                            "duplicate",
                            "two volumes are mounted at " + path,
                            "mount each at a path of its own");
                }
            }
        }
    }

    private void mountedVolumesExist(Set<String> claims) {
        Set<String> volumes = new HashSet<>(claims);
        pod.path("spec")
                .path("volumes")
                .forEach(volume -> volumes.add(volume.path("name").asText()));
        JsonNode mounts = options.path("volumeMounts");
        for (int i = 0; i < mounts.size(); i++) {
            String name = mounts.get(i).path("name").asText();
            if (!volumes.contains(name)) {
                problem(
                        "/volumeMounts/" + i + "/name",
                        "no-such-volume",
                        "there is no volume named " + name,
                        "add it to pod.spec.volumes, or to volumeClaims if each pod keeps its own");
            }
        }
    }

    private void probedPortsExist() {
        Set<String> ports = new HashSet<>();
        options.path("ports").forEach(port -> ports.add(port.path("name").asText()));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            for (String kind : List.of("httpGet", "tcpSocket")) {
                JsonNode port = options.path(probe).path(kind).path("port");
                if (port.isTextual() && !ports.contains(port.asText())) {
                    problem(
                            "/" + probe + "/" + kind + "/port",
                            "no-such-port",
                            "there is no port named " + port.asText(),
                            "add it to ports, or write the port's number");
                }
            }
        }
    }

    private void problem(String pointer, String code, String message, String remedy) {
        problems.add(new FieldProblem(OPTIONS + pointer, code, message, remedy));
    }
}
