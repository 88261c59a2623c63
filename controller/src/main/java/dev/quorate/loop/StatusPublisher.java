package dev.quorate.loop;

import dev.quorate.git.CommitMessage;
import dev.quorate.git.CommitMessage.Trailer;
import dev.quorate.git.FileWrite;
import dev.quorate.git.Push;
import dev.quorate.git.StatusBranch;
import dev.quorate.report.Headlines;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Layout;
import dev.quorate.schema.Problem;
import dev.quorate.schema.ProblemReport;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.StatusReport;
import dev.quorate.schema.StatusTable;
import dev.quorate.schema.StatusWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects reports and commits them in batches. What waits here is lost with the process and comes again from the mirrors'
 * outboxes; files are named and filled by what they report, so pushing them twice changes nothing.
 */
final class StatusPublisher {

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

    private final StatusBranch branch;
    private final InstantSource clock;
    private final String cluster;
    private final GitHealth git;
    /** What the table shows of each app that has reported. */
    private final Map<AppName, Shown> shown = new TreeMap<>();
    /** Reports that were not compared with what was pushed yet; those that were are on the branch, and nobody's memory. */
    private final Map<AppName, StatusReport> fresh = new TreeMap<>();

    private final Map<String, RolloutRecord> rollouts = new LinkedHashMap<>();
    private final Map<AppName, Set<String>> delivered = new HashMap<>();
    /** By path, a digest of what stands on the branch: the texts themselves would be much of this process's memory. */
    private final Map<String, String> pushed = new HashMap<>();

    private Optional<ProblemReport> problems = Optional.empty();
    private Set<AppName> known = Set.of();
    /** Whether the table may differ from the one that was pushed. */
    private boolean table = true;

    private boolean urgent;

    private volatile Instant lookAt = Instant.MIN;
    /** Whether what others pushed can be read from the branch. */
    private boolean branchKnown;
    /** The newest commit on the branch as far as is known; empty when only a comparison can tell what stands there. */
    private Optional<String> tip = Optional.empty();

    private record Shown(StatusTable.Row row, List<Condition> conditions) {}

    StatusPublisher(StatusBranch branch, InstantSource clock, String cluster, GitHealth git) {
        this.branch = branch;
        this.clock = clock;
        this.cluster = cluster;
        this.git = git;
    }

    synchronized void offer(StatusReport report, List<RolloutRecord> outbox, boolean ended) {
        shown.put(report.app(), new Shown(StatusTable.row(report), report.conditions()));
        fresh.put(report.app(), report);
        Set<String> done = delivered.getOrDefault(report.app(), Set.of());
        outbox.stream()
                .filter(record -> !done.contains(record.id()))
                .forEach(record -> rollouts.put(Layout.rollout(record), record));
        urgent |= ended;
    }

    /** @param apps all that the branch of specs names: the table is written when each of them has reported once */
    synchronized void offer(String commit, List<Problem> found, Set<AppName> apps) {
        problems = Optional.of(new ProblemReport(commit, found));
        known = Set.copyOf(apps);
        table = true;
    }

    /** An app that was released and whose mirror is gone is nobody's any more. */
    synchronized void forget(AppName app) {
        shown.remove(app);
        fresh.remove(app);
        table = true;
    }

    /** Ids of rollouts that reached Git and are still in the outbox of the app's mirror. */
    synchronized Set<String> delivered(AppName app) {
        return Set.copyOf(delivered.getOrDefault(app, Set.of()));
    }

    /** The mirror does not hold these any more. */
    synchronized void cleared(AppName app, Set<String> ids) {
        Set<String> left = delivered.getOrDefault(app, new HashSet<>());
        left.removeAll(ids);
        if (left.isEmpty()) {
            delivered.remove(app);
        }
    }

    /** The conditions reported last, for an app that has no mirror to keep them. */
    synchronized List<Condition> conditions(AppName app) {
        return Optional.ofNullable(shown.get(app)).map(Shown::conditions).orElse(List.of());
    }

    /** Whether a rollout ended, which people wait to see. */
    synchronized boolean urgent() {
        return urgent;
    }

    /** What one push would bring. */
    private record Batch(
            Map<String, String> files,
            List<StatusReport> reports,
            List<RolloutRecord> ended,
            int problems,
            String commit) {

        List<FileWrite> writes() {
            return files.entrySet().stream()
                    .map(file -> FileWrite.of(file.getKey(), file.getValue()))
                    .toList();
        }
    }

    /** @param wake apps whose outbox can be emptied, or to whose mirrors there is news about the branch */
    record Result(boolean failed, Set<AppName> wake) {}

    /** Pushes what has changed since the last push. Not for several threads at once. */
    Result publish() {
        Set<AppName> doubtful = lookAtBranch();
        Batch batch = batch();
        if (batch.files().isEmpty()) {
            return new Result(false, doubtful);
        }
        Push push = branch.push(batch.writes(), message(batch));
        tip = push instanceof Push.Pushed ? after(tip) : Optional.empty();
        Optional<Trouble> trouble = trouble(push);
        Set<AppName> wake = new TreeSet<>(doubtful);
        if (trouble.isEmpty()) {
            wake.addAll(landed(batch));
        } else {
            tableDoubtful();
        }
        boolean news = git.status(trouble);
        return new Result(trouble.isPresent(), news ? all() : wake);
    }

    /** Others may have pushed while they led. */
    void takeOver() {
        lookAt = Instant.MIN;
    }

    /**
     * So that a new leader names what has changed, and nothing else. And again from time to time, since the push of a former
     * leader that was frozen on its way may land after ours, and would stay the last word.
     *
     * @return apps of whom the branch says something else than we did: their reports are wanted anew
     */
    private Set<AppName> lookAtBranch() {
        Instant now = clock.instant();
        if (now.isBefore(lookAt)) {
            return Set.of();
        }
        lookAt = now.plus(LOOK_AGAIN);
        if (branch.refresh().isPresent()) {
            return Set.of();
        }
        Optional<String> newest = newest(1).stream().findFirst();
        boolean ours = newest.isPresent() && newest.equals(tip);
        tip = newest;
        return ours ? Set.of() : compareAnew();
    }

    /** Our commit, if it stands on the one that was the tip for us; else somebody pushed in between, and that is to be looked at. */
    private Optional<String> after(Optional<String> before) {
        List<String> commits = newest(2);
        if (commits.stream().skip(1).findFirst().equals(before)) {
            return commits.stream().findFirst();
        }
        lookAt = Instant.MIN;
        return Optional.empty();
    }

    private List<String> newest(int limit) {
        return branch.history(limit).stream()
                .map(commit -> commit.commit().id())
                .toList();
    }

    private synchronized Set<AppName> compareAnew() {
        branchKnown = true;
        Map<String, String> before = Map.copyOf(pushed);
        pushed.clear();
        table = true;
        Set<AppName> doubtful = new TreeSet<>();
        for (AppName app : shown.keySet()) {
            String path = Layout.status(app);
            if (!last(path).equals(Optional.ofNullable(before.get(path)))) {
                doubtful.add(app);
            }
        }
        return doubtful;
    }

    private record Written(StatusReport report, String text) {
        static Written of(StatusReport report) {
            return new Written(report, StatusPublisher.text(StatusWriter.write(report)));
        }
    }

    /** Reports are written out of the lock: passes offer theirs meanwhile. */
    private Batch batch() {
        return batch(waiting().stream().map(Written::of).toList());
    }

    private synchronized List<StatusReport> waiting() {
        return List.copyOf(fresh.values());
    }

    private synchronized Batch batch(List<Written> written) {
        Map<String, String> files = new TreeMap<>();
        List<StatusReport> changed = new ArrayList<>();
        List<RolloutRecord> ended = new ArrayList<>();
        for (Written one : written) {
            StatusReport report = one.report();
            if (!fresh.containsKey(report.app())) {
                continue; // forgotten while it was written
            }
            if (add(files, Layout.status(report.app()), one.text())) {
                changed.add(report);
            } else {
                fresh.remove(report.app(), report);
            }
        }
        rollouts.forEach((path, record) -> {
            files.put(path, text(StatusWriter.write(record)));
            ended.add(record);
        });
        problems.ifPresent(found -> {
            if (!found.problems().isEmpty() || last(Layout.PROBLEMS).isPresent()) {
                add(files, Layout.PROBLEMS, text(StatusWriter.write(found)));
            }
        });
        List<Problem> bad = problems.map(ProblemReport::problems).orElse(List.of());
        if ((table || !changed.isEmpty())
                && problems.isPresent()
                && shown.keySet().containsAll(known)) {
            String page = StatusTable.page(
                    cluster, shown.values().stream().map(Shown::row).toList(), bad);
            add(files, Layout.TABLE, page);
            table = false;
        }
        return new Batch(
                files,
                changed,
                ended,
                bad.size(),
                problems.map(ProblemReport::commit).orElse(""));
    }

    private boolean add(Map<String, String> files, String path, String text) {
        boolean changed = !last(path).equals(Optional.of(digest(text)));
        if (changed) {
            files.put(path, text);
        }
        return changed;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String digest(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The digest of what this process pushed last, or else an earlier one. */
    private Optional<String> last(String path) {
        if (branchKnown && !pushed.containsKey(path)) {
            branch.read(path).ifPresent(text -> pushed.put(path, digest(text)));
        }
        return Optional.ofNullable(pushed.get(path));
    }

    private synchronized void tableDoubtful() {
        table = true;
    }

    private synchronized Set<AppName> landed(Batch batch) {
        batch.files().forEach((path, text) -> {
            if (!rollouts.containsKey(path)) {
                pushed.put(path, digest(text));
            }
        });
        batch.reports().forEach(report -> fresh.remove(report.app(), report));
        Set<AppName> apps = new HashSet<>();
        for (RolloutRecord record : batch.ended()) {
            rollouts.remove(Layout.rollout(record), record);
            delivered.computeIfAbsent(record.app(), app -> new HashSet<>()).add(record.id());
            apps.add(record.app());
        }
        urgent = !rollouts.isEmpty();
        return apps;
    }

    private synchronized Set<AppName> all() {
        return new TreeSet<>(shown.keySet());
    }

    private CommitMessage message(Batch batch) {
        Set<String> apps = new LinkedHashSet<>();
        Set<String> commits = new LinkedHashSet<>();
        batch.ended().forEach(record -> {
            apps.add(record.app().toString());
            commits.add(record.source().commit());
        });
        batch.reports().forEach(report -> {
            apps.add(report.app().toString());
            report.source().ifPresent(source -> commits.add(source.commit()));
        });
        if (commits.isEmpty() && !batch.commit().isEmpty()) {
            commits.add(batch.commit());
        }
        List<Trailer> trailers = new ArrayList<>();
        apps.forEach(app -> trailers.add(new Trailer(Trailer.APP, app)));
        commits.forEach(commit -> trailers.add(new Trailer(Trailer.SOURCE_COMMIT, commit)));
        trailers.add(new Trailer(Trailer.CLUSTER, cluster));
        return new CommitMessage(
                Headlines.subject(batch.reports(), batch.ended(), batch.problems()),
                Headlines.body(batch.reports(), batch.ended()),
                trailers);
    }

    private static Optional<Trouble> trouble(Push push) {
        if (push instanceof Push.Rejected rejected) {
            return Optional.of(new Trouble(
                    "StatusNotPushed", rejected.reason() + ": " + rejected.message() + " " + rejected.remedy()));
        }
        if (push instanceof Push.Unreachable unreachable) {
            return Optional.of(new Trouble(
                    "StatusNotPushed",
                    unreachable.problem().reason() + ": "
                            + unreachable.problem().sentence()));
        }
        return Optional.empty();
    }
}
