package dev.quorate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.Engine;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.EngineTraits;
import dev.quorate.state.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate engines}: what Quorate knows of each engine, from the same data that the planner uses. */
@Command(
        name = "engines",
        header = "list the engines: legal sizes, versions, what each protects",
        footer = {"", "Exit codes: 0 fine, 2 there is no engine NAME"})
final class EnginesCommand implements Callable<Integer> {
    private final EngineCatalog engines;
    private final Terminal terminal;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "show all about one engine")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: text)")
    private OutputFormat output = OutputFormat.text;

    EnginesCommand(Context context) {
        this.engines = context.engines();
        this.terminal = context.terminal();
    }

    @Override
    public Integer call() {
        List<Engine> shown = name.map(one -> List.of(find(one))).orElseGet(() -> List.copyOf(engines.all()));
        if (output == OutputFormat.json) {
            ArrayNode list = JsonOutput.object().putArray("engines");
            shown.forEach(engine -> list.add(tree(engine)));
            JsonOutput.print(terminal, name.isPresent() ? list.get(0) : list);
        } else if (name.isPresent()) {
            detail(shown.get(0));
        } else {
            table(shown);
        }
        return ExitCode.FINE;
    }

    private Engine find(String wanted) {
        return engines.find(wanted).orElseThrow(() -> {
            String known =
                    engines.all().stream().map(engine -> engine.traits().name()).collect(Collectors.joining(", "));
            return new CliException("There is no engine " + wanted + ". The engines are: " + known + ".");
        });
    }

    private void table(List<Engine> shown) {
        Table table = new Table("engine", "component", "unit", "sizes", "default", "proved with", "for");
        for (Engine engine : shown) {
            EngineTraits traits = engine.traits();
            for (ComponentTraits component : traits.components()) {
                table.row(
                        traits.name(),
                        orDash(component.name()),
                        word(component.unit()),
                        component.sizes().text(),
                        orDash(traits.defaultVersion()),
                        orDash(String.join(", ", traits.provedVersions())),
                        traits.title());
            }
        }
        table.print(terminal);
        terminal.line("");
        terminal.line("What one protects, and how its members join and leave: quorate engines NAME");
    }

    private void detail(Engine engine) {
        EngineTraits traits = engine.traits();
        terminal.line(terminal.styled(Terminal.Style.BOLD, traits.name()) + "  " + traits.title());
        field("default version", orDash(traits.defaultVersion()));
        field("proved with", orDash(String.join(", ", traits.provedVersions())));
        field("owns", kinds(engine));
        for (ComponentTraits component : traits.components()) {
            terminal.line("");
            terminal.line(component.name().isEmpty() ? "Members" : "Component " + component.name());
            field("unit", word(component.unit()) + ", which is what replicas counts");
            field("sizes", component.sizes().text());
            field("", component.sizes().why());
            field("joins", Descriptions.join(component));
            field("leaves", Descriptions.leave(component));
            field("volume", Descriptions.volume(component));
            field("autoscale", Descriptions.autoscale(component));
        }
        terminal.line("");
        terminal.line("Protects");
        traits.protects().forEach(phrase -> terminal.line("  " + phrase));
    }

    private void field(String label, String text) {
        if (!text.isEmpty()) {
            terminal.line("  " + terminal.styled(Terminal.Style.DIM, String.format("%-17s", label)) + text);
        }
    }

    private static ObjectNode tree(Engine engine) {
        EngineTraits traits = engine.traits();
        ObjectNode tree = JsonOutput.object();
        tree.put("name", traits.name()).put("title", traits.title()).put("defaultVersion", traits.defaultVersion());
        traits.provedVersions().forEach(tree.putArray("provedVersions")::add);
        ArrayNode components = tree.putArray("components");
        for (ComponentTraits component : traits.components()) {
            components
                    .addObject()
                    .put("name", component.name())
                    .put("unit", word(component.unit()))
                    .put("sizes", component.sizes().text())
                    .put("why", component.sizes().why())
                    .put("joins", Descriptions.join(component))
                    .put("leaves", Descriptions.leave(component))
                    .put("volume", Descriptions.volume(component))
                    .put("autoscale", Descriptions.autoscale(component));
        }
        traits.protects().forEach(tree.putArray("protects")::add);
        engine.ownedKinds().stream().map(Kind::title).sorted().forEach(tree.putArray("owns")::add);
        return tree;
    }

    private static String kinds(Engine engine) {
        return engine.ownedKinds().stream().map(Kind::title).sorted().collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
