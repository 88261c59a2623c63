package dev.quorate.loop;

import dev.quorate.git.Poll;
import dev.quorate.loop.AppEntry.Standing;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Problem;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.Source;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which apps the branch of specs asks for. Unreadable is never gone: an app keeps its last good spec until a file that can be
 * used brings another, and it is released only when no file of the branch is, or was, its own.
 */
public final class DesiredApps {

    private final SpecFiles files;
    private final Set<String> namespaces;
    private final DeletionLimit limit;
    private volatile Map<AppName, AppEntry> entries = Map.of();
    private volatile List<Problem> problems = List.of();
    private volatile Map<AppName, Set<AppName>> dependents = Map.of();
    private Optional<Arrivals> newest = Optional.empty();
    /** How many apps a person agreed to lose with the newest commits. */
    private long confirmed;

    /** @param namespaces the ones that this controller may work in; empty for all */
    public DesiredApps(SpecReader reader, Set<String> namespaces) {
        this(reader, namespaces, DeletionLimit.DEFAULT);
    }

    public DesiredApps(SpecReader reader, Set<String> namespaces, DeletionLimit limit) {
        this.limit = limit;
        this.files = new SpecFiles(reader);
        this.namespaces = Set.copyOf(namespaces);
    }

    public Optional<AppEntry> find(AppName app) {
        return Optional.ofNullable(entries.get(app));
    }

    public Set<AppName> names() {
        return entries.keySet();
    }

    /** The apps that depend on this one. */
    Set<AppName> dependents(AppName app) {
        return dependents.getOrDefault(app, Set.of());
    }

    /** The apps that have, or will have, a report of their own. */
    Set<AppName> reporting() {
        return entries.values().stream()
                .filter(entry -> entry.lastGood().isPresent() && entry.standing() != Standing.FORBIDDEN)
                .map(AppEntry::name)
                .collect(Collectors.toSet());
    }

    /** What is wrong with files, in reading order. */
    public List<Problem> problems() {
        return problems;
    }

    /** As {@link #restore}, from the mirrors themselves: what they held and no file names any more is released, or goes. */
    public void restore(List<Manifest> mirrors, SpecReader reader) {
        restore(mirrors.stream()
                .flatMap(mirror -> MirrorFormat.entry(mirror, reader).stream())
                .toList());
    }

    /** Takes up what the mirrors kept: specs whose files cannot be read now, and the commits that specs came with. */
    public synchronized void restore(Collection<AppEntry> kept) {
        Map<AppName, AppEntry> known = new TreeMap<>(entries);
        kept.forEach(entry -> known.merge(entry.name(), entry, DesiredApps::restored));
        entries = known;
        newest.ifPresent(arrivals -> evaluate(known, known.keySet(), arrivals));
    }

    private static AppEntry restored(AppEntry read, AppEntry kept) {
        DesiredApp before = kept.lastGood().orElseThrow();
        DesiredApp lastGood = read.lastGood()
                .map(now -> now.hash().equals(before.hash()) ? now.from(before.source()) : now)
                .orElse(before);
        return new AppEntry(read.name(), Optional.of(lastGood), read.standing(), read.refusals(), read.cause());
    }

    /** @return the apps for which something changed */
    public synchronized Set<AppName> apply(Poll.Moved moved) {
        Set<AppName> touched = files.apply(moved);
        Arrivals arrivals = Arrivals.of(moved);
        newest = Optional.of(arrivals);
        confirmed = DeletionLimit.confirmed(moved);
        Map<AppName, AppEntry> before = entries;
        touched.addAll(of(moved, before));
        Set<AppName> changed = evaluate(before, touched, arrivals);
        changed.removeIf(name -> Objects.equals(entries.get(name), before.get(name)));
        return changed;
    }

    /** The apps whose last good spec came with a file that changed, or all of them when all files came. */
    private static Set<AppName> of(Poll.Moved moved, Map<AppName, AppEntry> before) {
        if (moved.from().isEmpty()) {
            return before.keySet();
        }
        Set<String> paths = new HashSet<>();
        moved.changes().forEach(change -> paths.add(change.path()));
        return before.values().stream()
                .filter(entry -> entry.lastGood()
                        .filter(app -> paths.contains(app.source().path()))
                        .isPresent())
                .map(AppEntry::name)
                .collect(Collectors.toSet());
    }

    /**
     * What follows from the files for these apps and for those in doubt; the entries of all others stay as they are.
     *
     * @return the apps that were looked at
     */
    private Set<AppName> evaluate(Map<AppName, AppEntry> before, Set<AppName> apps, Arrivals arrivals) {
        Index index = new Index(files.apps(), files.invalid(), DependencyCycles.of(dependsOn(files.apps())));
        Optional<Refusal> unconfirmed = unconfirmed(before, index);
        SortedMap<AppName, AppEntry> next = new TreeMap<>(before);
        Set<AppName> names = new TreeSet<>(apps);
        names.addAll(index.cycles().keySet());
        before.values().stream()
                .filter(DesiredApps::inDoubt)
                .map(AppEntry::name)
                .forEach(names::add);
        for (AppName name : names) {
            Optional<AppEntry> known = Optional.ofNullable(before.get(name));
            entry(name, known, index, unconfirmed, arrivals)
                    .ifPresentOrElse(now -> next.put(name, now), () -> next.remove(name));
        }
        entries = next;
        dependents = dependents(next);
        problems = problems(index, next.values());
        return names;
    }

    /** What holds such an app back may go with a change of other files. */
    private static boolean inDoubt(AppEntry entry) {
        return entry.standing() == Standing.HELD || entry.standing() == Standing.FORBIDDEN;
    }

    /** An app is lost when no file names it and its own file is not there as something else either. */
    private Optional<Refusal> unconfirmed(Map<AppName, AppEntry> before, Index index) {
        List<AppEntry> known = before.values().stream()
                .filter(entry -> entry.standing() != Standing.RELEASED
                        && entry.lastGood().isPresent())
                .toList();
        int gone = (int) known.stream().filter(entry -> gone(entry, index)).count();
        return limit.allows(gone, known.size(), confirmed)
                ? Optional.empty()
                : Optional.of(DeletionLimit.refusal(gone, known.size()));
    }

    private boolean gone(AppEntry entry, Index index) {
        String path = entry.lastGood().orElseThrow().source().path();
        return !index.apps().containsKey(entry.name())
                && index.claimants(entry.name()).isEmpty()
                && !index.invalid().containsKey(path)
                && !files.holdsNone(path);
    }

    private static Map<AppName, List<AppName>> dependsOn(Map<AppName, NavigableMap<String, StatefulApp>> apps) {
        Map<AppName, List<AppName>> wishes = new HashMap<>();
        apps.forEach((name, written) -> {
            List<AppName> others = written.firstEntry().getValue().lifecycle().dependsOn();
            if (!others.isEmpty()) {
                wishes.put(name, others);
            }
        });
        return wishes;
    }

    private static Map<AppName, Set<AppName>> dependents(Map<AppName, AppEntry> entries) {
        Map<AppName, Set<AppName>> waiting = new HashMap<>();
        entries.values()
                .forEach(entry -> entry.lastGood()
                        .ifPresent(spec -> spec.app()
                                .lifecycle()
                                .dependsOn()
                                .forEach(other -> waiting.computeIfAbsent(other, any -> new TreeSet<>())
                                        .add(entry.name()))));
        return waiting;
    }

    private static final NavigableMap<String, StatefulApp> NONE = Collections.emptyNavigableMap();

    private record Index(
            Map<AppName, NavigableMap<String, StatefulApp>> apps,
            Map<String, ReadResult.Invalid> invalid,
            Map<AppName, Refusal> cycles) {

        /** Apps that files name which cannot be used. */
        Set<AppName> doubtful() {
            Set<AppName> names = new HashSet<>();
            invalid.values().forEach(bad -> names.addAll(bad.names()));
            return names;
        }

        NavigableMap<String, StatefulApp> written(AppName name) {
            return apps.getOrDefault(name, NONE);
        }

        /** Paths of files that name the app and can be used or not. */
        Set<String> claimants(AppName name) {
            Set<String> paths = new TreeSet<>(written(name).keySet());
            invalid.forEach((path, bad) -> {
                if (bad.names().contains(name)) {
                    paths.add(path);
                }
            });
            return paths;
        }
    }

    /** Empty for an app that never had a spec that could be used and is named by no file any more. */
    private Optional<AppEntry> entry(
            AppName name, Optional<AppEntry> before, Index index, Optional<Refusal> unconfirmed, Arrivals arrivals) {
        Optional<DesiredApp> lastGood = before.flatMap(AppEntry::lastGood);
        Set<String> claimants = index.claimants(name);
        if (claimants.isEmpty()) {
            lastGood.map(app -> app.source().path())
                    .filter(index.invalid()::containsKey)
                    .ifPresent(claimants::add);
        }
        Optional<String> emptied = lastGood.map(app -> app.source().path()).filter(files::holdsNone);
        if (claimants.isEmpty() && emptied.isPresent()) {
            String path = emptied.get();
            return Optional.of(refused(name, before, Standing.HELD, List.of(emptied(path)), arrivals, Set.of(path)));
        }
        if (claimants.isEmpty()) {
            return lastGood.filter(app -> allowed(name))
                    .map(app -> released(app, before.orElseThrow(), unconfirmed, arrivals));
        }
        if (!allowed(name)) {
            return Optional.of(
                    refused(name, before, Standing.FORBIDDEN, List.of(notAllowed(name)), arrivals, claimants));
        }
        if (claimants.size() > 1) {
            return Optional.of(
                    refused(name, before, Standing.HELD, List.of(duplicate(name, claimants)), arrivals, claimants));
        }
        if (index.written(name).isEmpty()) {
            List<Refusal> why = invalid(index.invalid(), claimants.iterator().next());
            return Optional.of(refused(name, before, Standing.HELD, why, arrivals, claimants));
        }
        if (index.cycles().containsKey(name)) {
            List<Refusal> why = List.of(index.cycles().get(name));
            return Optional.of(refused(name, before, Standing.HELD, why, arrivals, claimants));
        }
        Map.Entry<String, StatefulApp> only = index.written(name).firstEntry();
        return Optional.of(AppEntry.current(desired(lastGood, only.getValue(), only.getKey(), arrivals)));
    }

    private static AppEntry released(
            DesiredApp app, AppEntry before, Optional<Refusal> unconfirmed, Arrivals arrivals) {
        if (before.standing() == Standing.RELEASED) {
            return before;
        }
        String path = app.source().path();
        return unconfirmed
                .map(why -> refused(
                        before.name(), Optional.of(before), Standing.HELD, List.of(why), arrivals, Set.of(path)))
                .orElseGet(() -> AppEntry.released(app, Optional.of(arrivals.source(path))));
    }

    private static DesiredApp desired(Optional<DesiredApp> lastGood, StatefulApp app, String path, Arrivals arrivals) {
        if (lastGood.isPresent() && lastGood.get().app().equals(app)) {
            return lastGood.get();
        }
        String hash = app.hash();
        Source source = lastGood.filter(before -> before.hash().equals(hash))
                .map(DesiredApp::source)
                .orElseGet(() -> arrivals.source(path));
        return new DesiredApp(app, arrivals.source(path), hash).from(source);
    }

    /** The same refusal as before is no news, and stays with the commit that brought it. */
    private static AppEntry refused(
            AppName name,
            Optional<AppEntry> before,
            Standing standing,
            List<Refusal> refusals,
            Arrivals arrivals,
            Set<String> paths) {
        boolean same = before.filter(entry ->
                        entry.standing() == standing && entry.refusals().equals(refusals))
                .isPresent();
        if (same) {
            return before.orElseThrow();
        }
        String path = paths.stream().findFirst().orElse("");
        return new AppEntry(
                name, before.flatMap(AppEntry::lastGood), standing, refusals, Optional.of(arrivals.source(path)));
    }

    private boolean allowed(AppName name) {
        return namespaces.isEmpty() || namespaces.contains(name.namespace());
    }

    private Refusal notAllowed(AppName name) {
        return new Refusal(
                Guard.NAMESPACE_NOT_ALLOWED,
                "This controller may not work in the namespace " + name.namespace() + ", only in "
                        + namespaces.stream().sorted().collect(Collectors.joining(", ")) + ".",
                true);
    }

    private static Refusal duplicate(AppName name, Set<String> paths) {
        return new Refusal(
                Guard.INVALID_SPEC,
                "The app " + name + " is written in " + String.join(" and in ", paths)
                        + ". Keep one of them; until then the last good spec stays in force.",
                true);
    }

    /** Unreadable is never deleted: only a file that is gone, or that holds another app instead, releases its app. */
    private static Refusal emptied(String path) {
        return new Refusal(
                Guard.INVALID_SPEC,
                path
                        + " does not hold a StatefulApp any more, or nothing that can be made out as one; the last good state"
                        + " stays in force. Mend the file, or delete it to release the app.",
                true);
    }

    private static List<Refusal> invalid(Map<String, ReadResult.Invalid> invalid, String path) {
        return Optional.ofNullable(invalid.get(path)).map(ReadResult.Invalid::problems).stream()
                .flatMap(List::stream)
                .map(problem -> new Refusal(Guard.INVALID_SPEC, problem.toString(), true))
                .toList();
    }

    private List<Problem> problems(Index index, Collection<AppEntry> all) {
        List<Problem> found = new ArrayList<>();
        index.invalid().values().forEach(bad -> found.addAll(bad.problems()));
        Set<AppName> doubtful = index.doubtful();
        for (AppName name : index.apps().keySet()) {
            boolean plain = index.written(name).size() == 1 && !doubtful.contains(name);
            if (plain && allowed(name) && !index.cycles().containsKey(name)) {
                continue;
            }
            Set<String> claimants = new HashSet<>(index.claimants(name));
            if (!allowed(name)) {
                claimants.forEach(path -> found.add(problem(path, "namespace-not-allowed", notAllowed(name))));
            } else if (claimants.size() > 1) {
                Refusal refusal = duplicate(name, index.claimants(name));
                claimants.forEach(path -> found.add(problem(path, "duplicate-app", refusal)));
            } else if (index.cycles().containsKey(name)) {
                Refusal refusal = index.cycles().get(name);
                claimants.forEach(path -> found.add(problem(path, "dependency-cycle", "spec.dependsOn", refusal)));
            }
        }
        for (AppEntry entry : all) {
            entry.refusals().stream()
                    .filter(refusal -> refusal.guard() == Guard.DELETION_NOT_CONFIRMED)
                    .forEach(refusal ->
                            found.add(problem(entry.cause().orElseThrow().path(), "deletion-not-confirmed", refusal)));
        }
        return found.stream().sorted(Problem.ORDER).toList();
    }

    private static Problem problem(String path, String code, Refusal refusal) {
        return problem(path, code, "metadata.name", refusal);
    }

    private static Problem problem(String path, String code, String field, Refusal refusal) {
        return new Problem(path, 0, 0, field, code, refusal.sentence(), "");
    }
}
