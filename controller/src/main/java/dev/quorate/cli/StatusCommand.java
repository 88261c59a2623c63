package dev.quorate.cli;

import dev.quorate.git.GitSettings;
import dev.quorate.git.JGitStatusBranch;
import dev.quorate.git.RaceRetry;
import dev.quorate.git.ReportAuthor;
import dev.quorate.git.StatusBranch;
import dev.quorate.schema.AppName;
import dev.quorate.schema.StatusReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate status}: what the controller reported to Git; needs no cluster. */
@Command(
        name = "status",
        header = "show what the controller reported: members, plan, rollouts",
        footer = {
            "",
            "Reads the status branch only, so it works without access to the cluster.",
            "",
            "Exit codes: 0 fine, 2 the repository or the app was not found"
        })
final class StatusCommand implements Callable<Integer> {
    private static final int ROLLOUTS = 10;

    private final Context context;

    @Mixin
    private final AppOption apps = new AppOption();

    @Mixin
    private final GitOptions git;

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: text)")
    private Format output = Format.text;

    /** {@code wide} adds columns to the table. */
    enum Format {
        text,
        wide,
        json,
        yaml
    }

    StatusCommand(Context context) {
        this.context = context;
        this.git = new GitOptions(context);
    }

    @Override
    public Integer call() {
        GitSettings settings = git.settings().withBranch(report.statusBranch());
        try (ScratchFolder folder = ScratchFolder.create();
                StatusBranch branch = open(settings, folder)) {
            show(new Reports(branch), settings);
        }
        return ExitCode.FINE;
    }

    private StatusBranch open(GitSettings settings, ScratchFolder folder) {
        RaceRetry never = new RaceRetry(1, Duration.ZERO, RandomGenerator.getDefault(), pause -> {});
        ReportAuthor nobody = new ReportAuthor("quorate", "quorate@localhost", Optional.empty());
        return JGitStatusBranch.open(settings, folder.path(), nobody, context.clock(), never);
    }

    private void show(Reports reports, GitSettings settings) {
        Map<AppName, StatusReport> current = reports.current();
        if (current.isEmpty()) {
            throw new CliException("The branch " + settings.branch() + " of " + settings.displayUrl()
                    + " holds no report. Is the controller of this cluster running (quorate run)?");
        }
        List<StatusReport> selected =
                apps.select(current.keySet()).stream().map(current::get).toList();
        StatusPage page = new StatusPage(context);
        if (output == Format.json || output == Format.yaml) {
            page.documents(selected, apps.isOne(), output == Format.yaml);
        } else if (apps.isOne()) {
            StatusReport one = selected.get(0);
            page.detail(one, reports.rollouts(one.app(), ROLLOUTS));
        } else {
            page.table(selected, output == Format.wide);
            page.problems(reports.problems());
        }
    }
}
