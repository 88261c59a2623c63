package dev.quorate.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script that completes commands and options in a shell. */
@Command(
        name = "completion",
        header = "print a completion script for bash or zsh",
        footer = {"", "For this shell: source <(quorate completion bash)"})
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    CompletionCommand(Context context) {
        this.terminal = context.terminal();
    }

    /** As people type their names. */
    enum Shell {
        bash,
        zsh
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("quorate", spec.root().commandLine());
        terminal.line(shell == Shell.zsh ? "autoload -Uz compinit && compinit\n" + script : script);
        return ExitCode.FINE;
    }
}
