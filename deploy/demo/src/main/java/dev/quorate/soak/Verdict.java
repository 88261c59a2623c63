package dev.quorate.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.client.EtcdMembers;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.InvalidReportException;
import dev.quorate.schema.Layout;
import dev.quorate.schema.ProblemReport;
import dev.quorate.schema.Source;
import dev.quorate.schema.StatusReader;
import dev.quorate.schema.StatusReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Whether everything is as Git says: what is not, in sentences. */
final class Verdict {
    private final SoakCluster cluster;
    private final SoakRepository repository;
    private final EtcdMembers members;
    private final String statusBranch;
    private Optional<String> clusterId = Optional.empty();

    Verdict(SoakCluster cluster, SoakRepository repository, EtcdMembers members, String statusBranch) {
        this.cluster = cluster;
        this.repository = repository;
        this.members = members;
        this.statusBranch = statusBranch;
    }

    /** What is still to be done in the cluster itself. */
    List<String> inCluster(List<Wanted> wanted) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Wanted app : wanted) {
            pods(app, wrong);
            if (app.app().etcd()) {
                membership(app, wrong);
            }
            if (isRunning(app.app())) {
                wrong.add(app.app().title() + " has a rollout that runs");
            }
        }
        return wrong;
    }

    /** What is still to be done in the cluster and on the branch of reports. */
    List<String> everywhere(List<Wanted> wanted) throws InterruptedException {
        List<String> wrong = inCluster(wanted);
        if (wrong.isEmpty()) {
            wanted.forEach(app -> report(app, wrong));
            problems(wanted, wrong);
        }
        return wrong;
    }

    private void pods(Wanted wanted, List<String> wrong) {
        String name = wanted.app().title();
        int replicas = cluster.set(wanted.app())
                .map(set -> set.at("/spec/replicas").asInt())
                .orElse(-1);
        check(replicas == wanted.replicas(), name + " has replicas " + replicas + " instead of " + wanted, wrong);
        List<JsonNode> pods = cluster.pods(wanted.app());
        long ready = pods.stream().filter(Verdict::isReady).count();
        check(
                pods.size() == wanted.replicas() && ready == pods.size(),
                name + " has " + ready + " ready pods of " + pods.size() + " instead of " + wanted,
                wrong);
    }

    /** Each member is asked: all must name the same members and the same cluster, which is that of the beginning. */
    private void membership(Wanted wanted, List<String> wrong) throws InterruptedException {
        TreeSet<String> expected = new TreeSet<>();
        IntStream.range(0, wanted.replicas())
                .forEach(ordinal -> expected.add(wanted.app().title() + "-" + ordinal));
        for (String address : cluster.addresses(wanted.app())) {
            Optional<JsonNode> answer = members.list(address);
            if (answer.isEmpty()) {
                wrong.add("the member at " + address + " does not answer");
                continue;
            }
            String id = answer.get().at("/header/cluster_id").asText();
            if (clusterId.isEmpty()) {
                clusterId = Optional.of(id);
            }
            check(clusterId.equals(Optional.of(id)), "the member at " + address + " is of cluster " + id, wrong);
            TreeSet<String> voters = new TreeSet<>();
            answer.get()
                    .path("members")
                    .forEach(member -> voters.add(member.path("name").asText()
                            + (member.path("isLearner").asBoolean() ? " (learner)" : "")));
            check(voters.equals(expected), "the member at " + address + " sees " + voters, wrong);
        }
    }

    private boolean isRunning(App app) {
        return cluster.mirror(app)
                .filter(mirror -> mirror.at("/status/rollouts/running").isObject())
                .isPresent();
    }

    private void report(Wanted wanted, List<String> wrong) {
        AppName name = new AppName(App.NAMESPACE, wanted.app().title());
        String path = Layout.status(name);
        Optional<StatusReport> found = repository.file(statusBranch, path).map(text -> report(path, text));
        if (found.isEmpty()) {
            wrong.add("no report of " + name + " is in Git");
            return;
        }
        StatusReport report = found.get();
        int replicas = wanted.replicas();
        check(
                report.replicas().equals(new StatusReport.Replicas(replicas, replicas, replicas)),
                "the report says of " + name + ": " + report.replicas(),
                wrong);
        boolean ready = report.condition(Condition.READY)
                .filter(condition -> condition.status() == Condition.Status.TRUE)
                .isPresent();
        boolean fine = wanted.refused().isEmpty();
        check(
                ready == fine && report.refusals().isEmpty() == fine,
                "the report says of " + name + ": " + report.conditions() + " " + report.refusals(),
                wrong);
        check(
                report.source().filter(source -> isOf(wanted, source)).isPresent(),
                "the report says that " + name + " comes from " + report.source(),
                wrong);
    }

    private boolean isOf(Wanted wanted, Source source) {
        return repository.file(source.commit(), source.path()).equals(Optional.of(wanted.lastGoodFile()));
    }

    private void problems(List<Wanted> wanted, List<String> wrong) {
        TreeSet<String> expected = new TreeSet<>();
        wanted.stream()
                .filter(app -> app.refused().isPresent())
                .forEach(app -> expected.add(app.app().path()));
        TreeSet<String> found = new TreeSet<>();
        repository
                .file(statusBranch, Layout.PROBLEMS)
                .map(Verdict::problems)
                .ifPresent(report -> report.problems().forEach(problem -> found.add(problem.path())));
        check(found.equals(expected), "the branch names " + found + " as unusable instead of " + expected, wrong);
    }

    private static StatusReport report(String path, String text) {
        try {
            return StatusReader.report(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidReportException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemReport problems(String text) {
        try {
            return StatusReader.problems(Layout.PROBLEMS, text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidReportException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isReady(JsonNode pod) {
        return pod.at("/metadata/deletionTimestamp").isMissingNode()
                && StreamSupport.stream(pod.at("/status/conditions").spliterator(), false)
                        .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                                && condition.path("status").asText().equals("True"));
    }

    private static void check(boolean holds, String sentence, List<String> wrong) {
        if (!holds) {
            wrong.add(sentence);
        }
    }
}
