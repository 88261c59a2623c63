package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.behaviour.PodHost;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment of a container: what its image has, literal values, and those of the pod, ConfigMaps and Secrets. */
final class Variables {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]+)\\)");
    private static final Pattern KEYED = Pattern.compile("metadata\\.(labels|annotations)\\['(.*)']");

    private final PodHost host;
    private final String address;
    private final Map<String, String> values = new LinkedHashMap<>();

    private Variables(PodHost host, String address) {
        this.host = host;
        this.address = address;
    }

    /** @throws MissingException where a ConfigMap or Secret that it needs is not there */
    static Map<String, String> of(JsonNode container, Image image, PodHost host, String address, String hostname) {
        Variables variables = new Variables(host, address);
        variables.values.put("PATH", Launch.USUAL_PATH);
        variables.values.putAll(image.variables());
        variables.values.put("HOSTNAME", hostname);
        container.path("envFrom").forEach(variables::addAll);
        container.path("env").forEach(variables::add);
        return variables.values;
    }

    /** {@code $(NAME)} becomes the value of that variable, {@code $$} a dollar; an unknown name stays. */
    static String expanded(String text, Map<String, String> values) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            Optional<String> name = Optional.ofNullable(found.group(1));
            String value =
                    name.map(each -> values.getOrDefault(each, found.group())).orElse("$");
            return Matcher.quoteReplacement(value);
        });
    }

    private void addAll(JsonNode source) {
        String prefix = source.path("prefix").asText();
        data(Kinds.CONFIG_MAP, source.path("configMapRef")).forEach((name, value) -> values.put(prefix + name, value));
        data(Kinds.SECRET, source.path("secretRef")).forEach((name, value) -> values.put(prefix + name, value));
    }

    private void add(JsonNode variable) {
        String name = variable.path("name").asText();
        JsonNode from = variable.path("valueFrom");
        if (from.has("fieldRef")) {
            values.put(name, field(from.path("fieldRef").path("fieldPath").asText()));
        } else if (from.has("configMapKeyRef")) {
            key(Kinds.CONFIG_MAP, from.path("configMapKeyRef")).ifPresent(value -> values.put(name, value));
        } else if (from.has("secretKeyRef")) {
            key(Kinds.SECRET, from.path("secretKeyRef")).ifPresent(value -> values.put(name, value));
        } else if (!from.isMissingNode()) {
            throw new MissingException("the variable " + name + " is of a kind that processes do not have: " + from);
        } else {
            values.put(name, expanded(variable.path("value").asText(), values));
        }
    }

    private String field(String path) {
        return field(host.pod(), path, address, host.hostAddress());
    }

    static String field(ObjectNode pod, String path, String address, String hostAddress) {
        Matcher keyed = KEYED.matcher(path);
        if (keyed.matches()) {
            return pod.path("metadata")
                    .path(keyed.group(1))
                    .path(keyed.group(2))
                    .asText();
        }
        return switch (path) {
            case "status.podIP", "status.podIPs" -> address;
            case "status.hostIP", "status.hostIPs" -> hostAddress;
            default -> pod.at("/" + path.replace('.', '/')).asText();
        };
    }

    private Optional<String> key(Kind kind, JsonNode reference) {
        Map<String, String> data = data(kind, reference);
        String key = reference.path("key").asText();
        if (!data.containsKey(key) && !reference.path("optional").asBoolean()) {
            throw new MissingException("couldn't find key " + key + " in " + kind.kind() + " "
                    + host.pod().path("metadata").path("namespace").asText() + "/"
                    + reference.path("name").asText());
        }
        return Optional.ofNullable(data.get(key));
    }

    private Map<String, String> data(Kind kind, JsonNode reference) {
        Map<String, String> data = new LinkedHashMap<>();
        if (reference.isObject()) {
            String name = reference.path("name").asText();
            Optional<ObjectNode> found = host.get(kind, name);
            if (found.isEmpty() && !reference.path("optional").asBoolean()) {
                throw new MissingException(kind.singular() + " \"" + name + "\" not found");
            }
            JsonNode entries = found.map(each -> each.path("data")).orElse(MissingNode.getInstance());
            entries.properties()
                    .forEach(each ->
                            data.put(each.getKey(), text(kind, each.getValue().asText())));
        }
        return data;
    }

    private static String text(Kind kind, String value) {
        return kind.equals(Kinds.SECRET)
                ? new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)
                : value;
    }
}
