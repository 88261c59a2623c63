package dev.quorate.cli;

import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.KubernetesCluster;
import dev.quorate.cluster.ObjectCache;
import dev.quorate.engine.AddedObjects;
import dev.quorate.engine.Engine;
import dev.quorate.git.CommitInfo;
import dev.quorate.git.Poll;
import dev.quorate.loop.AppEntry;
import dev.quorate.loop.Dependencies;
import dev.quorate.loop.DesiredApp;
import dev.quorate.loop.DesiredApps;
import dev.quorate.loop.LoopSettings;
import dev.quorate.observe.Observer;
import dev.quorate.observe.Sightings;
import dev.quorate.plan.Forecast;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Plan;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate plan}: the steps that the controller would take, from the same decisions that it makes. Changes nothing. */
@Command(
        name = "plan",
        header = "show the steps from what is to what Git asks for",
        footer = {
            "",
            "Marks: + adds, - takes away, ~ changes, ! is refused, with the reason.",
            "",
            "Exit codes: 0 nothing to do, 1 changes, 2 something could not be read or reached,",
            "            3 changes of which at least one is refused"
        })
final class PlanCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final AppOption apps = new AppOption();

    @Mixin
    private final WantedSource wanted = new WantedSource();

    @Mixin
    private final GitOptions git;

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Mixin
    private final ClusterOptions clusterOptions;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: text)")
    private Format output = Format.text;

    /** {@code markdown} is for a comment on a pull request. */
    enum Format {
        text,
        json,
        markdown
    }

    PlanCommand(Context context) {
        this.context = context;
        this.git = new GitOptions(context);
        this.clusterOptions = new ClusterOptions(context);
    }

    @Override
    public Integer call() {
        Engine.Site site = new Engine.Site(report.cluster(), git.repositoryName());
        Poll.Moved files = wanted.read(git);
        DesiredApps desired = new DesiredApps(SpecReading.with(context.engines()), Set.of());
        desired.apply(files);
        List<Plan> plans = plans(desired, site);
        PlanPage page = new PlanPage(title(files.to()), site.cluster(), plans, desired.problems());
        print(page);
        return page.exitCode();
    }

    private static String title(CommitInfo wanted) {
        return wanted.subject().isEmpty() ? wanted.id() : "commit " + wanted.shortId() + " (" + wanted.subject() + ")";
    }

    private List<Plan> plans(DesiredApps desired, Engine.Site site) {
        try (ClusterLink link = ClusterLink.open(clusterOptions.access(), context.clock())) {
            KubernetesCluster cluster = cluster(link, site);
            Map<AppName, Manifest> mirrors = new HashMap<>();
            all(cluster, Kind.STATEFUL_APP)
                    .forEach(mirror -> mirrors.put(new AppName(mirror.ref().namespace(), mirror.name()), mirror));
            desired.restore(List.copyOf(mirrors.values()), SpecReading.with(context.engines()));
            Dependencies dependencies = new Dependencies(desired, name -> Optional.ofNullable(mirrors.get(name)));
            Observer observer =
                    new Observer(cluster, link.reach(), new Sightings(LoopSettings.DEFAULT.silence()), context.clock());
            List<AppName> names = desired.names().isEmpty() ? List.of() : apps.select(desired.names());
            List<Plan> plans = new ArrayList<>();
            for (AppName name : names) {
                Optional<AppEntry> entry =
                        desired.find(name).filter(found -> found.lastGood().isPresent() && !found.letBe());
                if (entry.isPresent()) {
                    plans.add(plan(entry.get(), site, observer, dependencies));
                }
            }
            return plans;
        } catch (ClusterException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private Plan plan(AppEntry entry, Engine.Site site, Observer observer, Dependencies dependencies)
            throws ClusterException {
        DesiredApp spec = entry.lastGood().orElseThrow();
        Engine engine = context.engines().find(spec.app().engine()).orElseThrow();
        OptionalInt defaults = observer.defaults(spec.app().name(), Observer.Consistency.CONSISTENT);
        Goal goal = entry.goal(engine, site, defaults).heldBy(dependencies.unmet(spec.app()));
        return new Forecast()
                .plan(
                        goal,
                        observer.observe(goal, Observer.Consistency.CONSISTENT),
                        context.clock().instant());
    }

    /** Reads from the server alone: one look needs no cache, but for what may stand beside an app. */
    private KubernetesCluster cluster(ClusterLink link, Engine.Site site) throws ClusterException {
        Set<Kind> kinds = EnumSet.of(Kind.POD);
        kinds.addAll(AddedObjects.kinds());
        ObjectCache cache = new ObjectCache(site, kinds, app -> {});
        KubernetesCluster cluster = new KubernetesCluster(link.transport(), cache, context.clock(), Runnable::run);
        for (Kind kind : AddedObjects.kinds()) {
            cache.replace(kind, all(cluster, kind).stream().map(Manifest::tree).toList(), "0");
        }
        return cluster;
    }

    /** None in a cluster that no controller has worked in yet, nor where none may be seen: who has such objects is told so later. */
    private static List<Manifest> all(KubernetesCluster cluster, Kind kind) throws ClusterException {
        try {
            return cluster.readAll(kind);
        } catch (ClusterException e) {
            if (e.reason() == ClusterException.Reason.NOT_FOUND || e.reason() == ClusterException.Reason.FORBIDDEN) {
                return List.of();
            }
            throw e;
        }
    }

    private void print(PlanPage page) {
        switch (output) {
            case json -> JsonOutput.print(context.terminal(), page.json());
            case markdown -> context.terminal().line(page.markdown());
            case text -> page.text(context.terminal());
        }
    }
}
