package dev.quorate.cli;

import dev.quorate.git.GitException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands under one name, with one way to report errors. */
public final class Cli {
    private final Terminal terminal;
    private final CommandLine commands;

    public Cli(Context context) {
        this.terminal = context.terminal();
        this.commands = new CommandLine(new RootCommand())
                .addSubcommand(new ValidateCommand(context))
                .addSubcommand(new PlanCommand(context))
                .addSubcommand(new RunCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(BackupCommand.with(context))
                .addSubcommand(new EnginesCommand(context))
                .addSubcommand(new VersionCommand(context))
                .addSubcommand(new CompletionCommand(context))
                .addSubcommand(new CommandLine.HelpCommand());
        ServiceLoader.load(CommandExtension.class)
                .forEach(extension -> commands.addSubcommand(extension.command(context)));
        configure(context);
    }

    /** Runs one command line to its end; answers with the exit code of the process. */
    public int run(String... arguments) {
        int code = commands.execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    private void configure(Context context) {
        commands.getCommandSpec().version(VersionCommand.text());
        commands.getSubcommands().values().forEach(Cli::addHelp);
        commands.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(width(context))
                .setUsageHelpLongOptionsMaxWidth(34)
                .setDefaultValueProvider(argument -> fromEnvironment(argument, context))
                .registerConverter(Duration.class, Durations::parse)
                .setAbbreviatedOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler(this::failed);
        commands.getHelpSectionMap()
                .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new GroupedCommands());
    }

    /** Every option that takes a value and says something about a place or a way to get there has its variable. */
    private static @Nullable String fromEnvironment(ArgSpec argument, Context context) {
        if (argument instanceof OptionSpec option
                && option.arity().max() > 0
                && !option.longestName().equals("--output")) {
            return context.variable(Context.variableOf(option.longestName())).orElse(null);
        }
        return null;
    }

    private static void addHelp(CommandLine command) {
        if (command.getCommandSpec().findOption("--help") == null) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("show this page")
                            .build());
        }
        command.getSubcommands().values().forEach(Cli::addHelp);
    }

    private static int width(Context context) {
        String columns = context.variable("COLUMNS").orElse("");
        return columns.matches("[0-9]{2,4}") ? Math.min(Math.max(Integer.parseInt(columns), 80), 120) : 100;
    }

    private int wrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        error(command, sentence(message(wrong)));
        UnmatchedArgumentException.printSuggestions(wrong, terminal.err());
        terminal.err().println("See '" + name + " --help'.");
        return ExitCode.ERROR;
    }

    private int failed(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof InterruptedException) {
            return ExitCode.INTERRUPTED;
        }
        if (failure instanceof CliException || failure instanceof GitException) {
            error(command, sentence(message(failure)));
        } else if (failure instanceof UncheckedIOException) {
            error(command, sentence(message(failure).replaceFirst("^java\\.\\S*Exception: ", "")));
        } else {
            error(command, "This is a fault of Quorate itself; please report it with the lines below.");
            failure.printStackTrace(terminal.err());
        }
        return ExitCode.ERROR;
    }

    private void error(CommandLine command, String sentence) {
        String name = command.getCommandSpec().qualifiedName();
        terminal.err().println(name + ": " + terminal.styled(Terminal.Style.RED, "error:") + " " + sentence);
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static String sentence(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.matches(".*[.!?]$") ? line : line + ".";
    }
}
