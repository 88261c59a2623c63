package dev.quorate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quorate} without a command: the page that {@code --help} prints. */
@Command(
        name = "quorate",
        mixinStandardHelpOptions = true,
        header = {
            "Keeps stateful applications on Kubernetes the way a Git repository says they should be.",
            "Never lose quorum, never lose data, always say why.",
            ""
        },
        synopsisHeading = "@|bold Usage|@  ",
        customSynopsis = "quorate COMMAND [OPTIONS]",
        optionListHeading = "%n",
        commandListHeading = "",
        footerHeading = "%n@|bold Examples|@%n",
        footer = {
            "  quorate validate sample-repo                     check a working tree before you push it",
            "  quorate plan shop/locks --worktree .             what would your change do?",
            "  quorate status                                   what did the controller report?",
            "  quorate demo                                     see it all, on a simulated cluster",
            "  The second and third need to know --repo URL and --cluster NAME, by flag or by environment.",
            "",
            "@|bold Exit codes|@",
            "  0  fine, nothing to do",
            "  1  validate: problems; plan: changes",
            "  2  wrong usage, or something could not be read or reached",
            "  3  plan: changes that are refused",
            "",
            "Options of a command: quorate COMMAND --help. Flags that name the repository and the cluster can be",
            "set in the environment: --repo as QUORATE_REPO, --status-branch as QUORATE_STATUS_BRANCH and so on."
        })
final class RootCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
