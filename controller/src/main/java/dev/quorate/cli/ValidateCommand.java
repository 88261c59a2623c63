package dev.quorate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.schema.Problem;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate validate}: every problem of every file at once, without a cluster or a network. */
@Command(
        name = "validate",
        header = "check specs: every problem of every file, and how to mend it",
        footer = {
            "",
            "Every *.yaml and *.yml file is looked at; files of other kinds are left alone and counted.",
            "",
            "Exit codes: 0 all specs are fine, 1 problems were found, 2 PATH could not be read"
        })
final class ValidateCommand implements Callable<Integer> {
    private final EngineCatalog engines;
    private final Terminal terminal;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..1",
            defaultValue = ".",
            description = "a folder or a file (default: this folder)")
    private Path path = Path.of(".");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: text)")
    private OutputFormat output = OutputFormat.text;

    ValidateCommand(Context context) {
        this.engines = context.engines();
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() {
        Path root = path.normalize();
        Specs specs = Specs.read(SpecReading.with(engines), WorkingTree.read(root, file -> file));
        if (output == OutputFormat.json) {
            JsonOutput.print(terminal, tree(specs));
        } else {
            print(specs);
        }
        return specs.problems().isEmpty() ? ExitCode.FINE : ExitCode.FINDINGS;
    }

    private void print(Specs specs) {
        for (Problem problem : specs.problems()) {
            String place = problem.line() == 0
                    ? problem.path()
                    : problem.path() + ":" + problem.line() + ":" + problem.column();
            terminal.line(terminal.styled(Terminal.Style.BOLD, place + ":") + " " + problem.message());
            if (!problem.remedy().isEmpty()) {
                terminal.line("    " + terminal.styled(Terminal.Style.DIM, problem.remedy()));
            }
        }
        if (!specs.problems().isEmpty()) {
            terminal.line("");
        }
        terminal.line(summary(specs));
    }

    private String summary(Specs specs) {
        String problems = specs.problems().isEmpty()
                ? ""
                : terminal.styled(
                                Terminal.Style.RED,
                                Words.count(specs.problems().size(), "problem") + " in "
                                        + Words.count(specs.badFiles(), "file"))
                        + "; ";
        String fine = Words.count(specs.apps().size(), "app") + " fine";
        String others = specs.others() == 0
                ? ""
                : "; " + Words.count(specs.others(), "YAML file") + " of other kinds left alone";
        return problems + (specs.problems().isEmpty() ? terminal.styled(Terminal.Style.GREEN, fine) : fine) + others;
    }

    private static ObjectNode tree(Specs specs) {
        ObjectNode tree = JsonOutput.object();
        ArrayNode apps = tree.putArray("apps");
        specs.apps()
                .forEach(app -> apps.addObject()
                        .put("name", app.name().name())
                        .put("namespace", app.name().namespace())
                        .put("engine", app.engine())
                        .put("path", app.source().path())
                        .put("line", app.source().line()));
        ArrayNode problems = tree.putArray("problems");
        specs.problems()
                .forEach(problem -> problems.addObject()
                        .put("path", problem.path())
                        .put("line", problem.line())
                        .put("column", problem.column())
                        .put("field", problem.field())
                        .put("code", problem.code())
                        .put("message", problem.message())
                        .put("remedy", problem.remedy()));
        return tree.put("files", specs.files()).put("otherFiles", specs.others());
    }
}
