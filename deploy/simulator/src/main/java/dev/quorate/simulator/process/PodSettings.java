package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.behaviour.ContainerLog;
import dev.quorate.simulator.behaviour.PodHost;
import dev.quorate.simulator.store.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a pod's containers have in common, and how each of them is to be started. */
record PodSettings(PodHost host, Path folder, String nameServer, PodVolumes volumes) {

    private static final String DOMAIN = "cluster.local";
    private static final String LAST_WORDS = "/dev/termination-log";
    private static final int LONGEST_MESSAGE = 4096;
    private static final int LONGEST_LOG_MESSAGE = 2048;
    private static final int LOG_LINES = 80;

    /** With its namespace. */
    String path() {
        return Metadata.namespace(host.pod()) + "/" + Metadata.name(host.pod());
    }

    private JsonNode spec() {
        return host.pod().path("spec");
    }

    private String hostname() {
        return spec().path("hostname").asText(Metadata.name(host.pod()));
    }

    private Path etc() {
        return folder.resolve("etc");
    }

    /** Called without the lock. */
    Path provide(Map<String, PodVolumes.Content> contents, String address) throws IOException {
        volumes.provide(contents);
        Files.createDirectories(etc());
        Files.writeString(etc().resolve("hostname"), hostname() + "\n");
        Files.writeString(etc().resolve("hosts"), hosts(address));
        String services = Metadata.namespace(host.pod()) + ".svc." + DOMAIN + " svc." + DOMAIN + " " + DOMAIN;
        Files.writeString(
                etc().resolve("resolv.conf"),
                "nameserver " + nameServer + "\nsearch " + services + "\noptions ndots:5\n");
        return folder;
    }

    private String hosts(String address) {
        String subdomain = spec().path("subdomain").asText();
        String full = hostname() + "." + subdomain + "." + Metadata.namespace(host.pod()) + ".svc." + DOMAIN + "\t";
        StringBuilder hosts = new StringBuilder("127.0.0.1\tlocalhost\n::1\tlocalhost\n");
        hosts.append(address)
                .append('\t')
                .append(subdomain.isEmpty() ? "" : full)
                .append(hostname())
                .append('\n');
        for (JsonNode alias : spec().path("hostAliases")) {
            hosts.append(alias.path("ip").asText());
            alias.path("hostnames").forEach(name -> hosts.append('\t').append(name.asText()));
            hosts.append('\n');
        }
        return hosts.toString();
    }

    /** @throws MissingException where something that its variables need is not there */
    Launch launch(
            JsonNode container,
            Image image,
            int serial,
            Network.Place place,
            Map<String, PodVolumes.Content> contents) {
        Map<String, String> variables = Variables.of(container, image, host, place.address(), hostname());
        Path own = folder.resolve(container.path("name").asText() + "-" + serial);
        List<Launch.Bind> binds = new ArrayList<>();
        for (JsonNode mount : container.path("volumeMounts")) {
            binds.add(bind(mount, contents, variables));
        }
        binds.add(new Launch.Bind(Launch.lastWords(own), lastWordsPath(container), false));
        List<String> command = new ArrayList<>(words(container.path("command"), variables));
        if (command.isEmpty()) {
            command.addAll(image.entrypoint());
        }
        command.addAll(words(container.path("args"), variables));
        if (command.isEmpty()) {
            throw new MissingException("no command specified");
        }
        return new Launch(
                place.namespace(),
                hostname(),
                own,
                etc(),
                image,
                binds,
                variables,
                command,
                container.path("workingDir").asText("/"),
                user(container),
                container.path("securityContext").path("readOnlyRootFilesystem").asBoolean());
    }

    private static Launch.Bind bind(
            JsonNode mount, Map<String, PodVolumes.Content> contents, Map<String, String> variables) {
        String name = mount.path("name").asText();
        Path source = Optional.ofNullable(contents.get(name))
                .map(PodVolumes::folder)
                .orElseThrow(() -> new MissingException("there is no volume \"" + name + "\""));
        String expression = mount.path("subPathExpr").asText();
        String sub = expression.isEmpty() ? mount.path("subPath").asText() : Variables.expanded(expression, variables);
        return new Launch.Bind(
                source.resolve(sub),
                mount.path("mountPath").asText(),
                mount.path("readOnly").asBoolean());
    }

    private static List<String> words(JsonNode list, Map<String, String> variables) {
        return list.valueStream()
                .map(each -> Variables.expanded(each.asText(), variables))
                .toList();
    }

    private Launch.User user(JsonNode container) {
        long user = identity(container, "runAsUser");
        long group = identity(container, "runAsGroup");
        JsonNode pod = spec().path("securityContext");
        Set<Long> groups = new TreeSet<>(Set.of(group));
        pod.path("supplementalGroups").forEach(each -> groups.add(each.asLong()));
        if (pod.has("fsGroup")) {
            groups.add(pod.path("fsGroup").asLong());
        }
        return new Launch.User(user, group, List.copyOf(groups));
    }

    private long identity(JsonNode container, String field) {
        JsonNode own = container.path("securityContext").path(field);
        return (own.isMissingNode() ? spec().path("securityContext").path(field) : own).asLong(0);
    }

    // ---- last words

    private static String lastWordsPath(JsonNode container) {
        return container.path("terminationMessagePath").asText(LAST_WORDS);
    }

    /** What it wrote for that purpose; else, where it is asked for and it failed, the end of its log. */
    String lastWords(JsonNode container, Launch launch, ContainerLog log, int code) {
        String own = read(launch.lastWords());
        boolean fallsBack =
                container.path("terminationMessagePolicy").asText().equals("FallbackToLogsOnError") && code != 0;
        if (!own.isEmpty() || !fallsBack) {
            return own.substring(0, Math.min(own.length(), LONGEST_MESSAGE));
        }
        StringBuilder text = new StringBuilder();
        log.after(log.count() - LOG_LINES)
                .forEach(line -> text.append(line.text()).append('\n'));
        return text.substring(Math.max(0, text.length() - LONGEST_LOG_MESSAGE));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            return "";
        }
    }
}
