package dev.quorate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps that the controller took for one commit, told once each as they end; read from the mirrors in the cluster. */
final class Steps {
    private final DemoCluster cluster;
    private final String commit;
    private final List<String> apps;
    private final Set<String> told = new HashSet<>();

    Steps(DemoCluster cluster, String commit, List<String> apps) {
        this.cluster = cluster;
        this.commit = commit;
        this.apps = apps;
    }

    /** Those that have ended since the last call. */
    List<String> ended() {
        List<String> news = new ArrayList<>();
        for (String app : apps) {
            Optional<JsonNode> mirror = cluster.mirror(app);
            mirror.ifPresent(live -> {
                collect(app, live.at("/status/rollouts/running"), news);
                live.at("/status/outbox/rollouts").forEach(rollout -> collect(app, rollout, news));
            });
        }
        return news;
    }

    private void collect(String app, JsonNode rollout, List<String> news) {
        if (!rollout.at("/source/commit").asText().equals(commit)) {
            return;
        }
        for (JsonNode step : rollout.path("steps")) {
            String text = step.path("text").asText();
            boolean ended =
                    step.hasNonNull("endedAt") && step.path("outcome").asText().equals("Succeeded");
            if (ended && told.add(app + " " + step.path("startedAt").asText() + " " + text)) {
                news.add(apps.size() == 1 ? text : app + ": " + text);
            }
        }
    }
}
