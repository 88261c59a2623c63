package dev.quorate.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** The list of commands, by what a person wants of them. */
final class GroupedCommands implements IHelpSectionRenderer {
    private static final int NAME_WIDTH = 24;

    private static final Map<String, List<String>> GROUPS = groups();

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Look before you push", List.of("validate", "plan", "engines"));
        groups.put("Let it happen", List.of("run", "demo"));
        groups.put("See what happened", List.of("status"));
        groups.put("Keep what there is", List.of("backup"));
        groups.put("Put it to the test", List.of("bench", "soak"));
        return groups;
    }

    @Override
    public String render(Help help) {
        StringBuilder page = new StringBuilder();
        Set<String> rest = new LinkedHashSet<>(help.subcommands().keySet());
        GROUPS.forEach((title, names) -> {
            append(page, help, title, names);
            rest.removeAll(names);
        });
        append(page, help, "Others", List.copyOf(rest));
        return page.toString();
    }

    private static void append(StringBuilder page, Help help, String title, List<String> names) {
        if (names.stream().noneMatch(help.subcommands()::containsKey)) {
            return;
        }
        page.append(System.lineSeparator())
                .append(help.colorScheme().ansi().string("@|bold " + title + "|@"))
                .append(System.lineSeparator());
        for (String name : names) {
            Help command = help.subcommands().get(name);
            if (command != null) {
                page.append(line(help, name, command));
            }
        }
    }

    private static String line(Help help, String name, Help command) {
        String parameters = command.parameterList().isBlank()
                ? ""
                : " [" + command.commandSpec().positionalParameters().get(0).paramLabel() + "]";
        String padding = " ".repeat(Math.max(1, NAME_WIDTH - name.length() - parameters.length()));
        String header = String.join(" ", command.commandSpec().usageMessage().header());
        return "  " + help.colorScheme().commandText(name) + parameters + padding + header + System.lineSeparator();
    }
}
