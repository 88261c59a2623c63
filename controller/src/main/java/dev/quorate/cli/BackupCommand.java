package dev.quorate.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quorate backup}: what the CronJob of an app and the first containers of a founder run, and what a person can. */
@Command(
        name = "backup",
        header = "take, list and fetch snapshots of apps",
        commandListHeading = "%n",
        footer = {
            "",
            "In a cluster the CronJob that spec.backup asks for takes them, and a new app with spec.restoreFrom",
            "fetches one. The keys of S3 are read from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and from",
            "AWS_SESSION_TOKEN if there is one."
        })
final class BackupCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine with(Context context) {
        return new CommandLine(new BackupCommand())
                .addSubcommand(new BackupTakeCommand(context))
                .addSubcommand(new BackupListCommand(context))
                .addSubcommand(new BackupFetchCommand(context));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
