package dev.quorate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the sources to what their package-info says, and the working tree to its plan. */
final class LayoutTest {
    private static final Set<String> TOP_LEVEL = Set.of(
            "README.md", "LICENSE", "pom.xml", "mvnw", "quorate", "schema", "controller", "sample-repo", "deploy");
    private static final Set<String> SHARED_LIBRARIES = Set.of("com.fasterxml.jackson", "org.slf4j");
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;

    private final List<JavaSource> sources = ruled();
    private final Map<String, PackageRule> rules = rules(sources);

    @Test
    void everyPackageSaysWhatItUses() {
        Set<String> silent = new TreeSet<>();
        sources.forEach(source -> silent.add(source.packageName()));
        silent.removeAll(rules.keySet());
        assertEquals(Set.of(), silent, "no line 'Uses: …; Libraries: …' at the end of package-info.java");
    }

    @Test
    void everySourceKeepsToWhatItsPackageSays() {
        List<String> broken = new ArrayList<>();
        for (JavaSource source : sources) {
            PackageRule rule = rules.get(source.packageName());
            source.packagesUsed().stream()
                    .filter(used -> rule != null && !rule.allows(used))
                    .forEach(used -> broken.add(place(source) + " uses " + used));
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void whatAPackageSaysItUsesItReallyUses() {
        List<String> idle = new ArrayList<>();
        for (PackageRule rule : rules.values()) {
            Set<String> used = new TreeSet<>();
            sources.stream()
                    .filter(source -> source.packageName().equals(rule.name()))
                    .forEach(source -> used.addAll(source.packagesUsed()));
            Stream.concat(rule.usedPackages().stream(), rule.libraries().stream())
                    .filter(said -> used.stream().noneMatch(one -> PackageRule.isPartOf(one, said)))
                    .forEach(said -> idle.add(rule.name() + " does not use " + said));
        }
        assertEquals(List.of(), idle);
    }

    @Test
    void packagesHaveNoCycle() {
        Set<String> placed = new HashSet<>();
        Map<String, PackageRule> left = new LinkedHashMap<>(rules);
        left.values().removeIf(PackageRule::isWiring);
        boolean moved = true;
        while (moved) {
            moved = left.values().removeIf(rule -> placed.containsAll(rule.usedPackages()) && placed.add(rule.name()));
        }
        assertEquals(Set.of(), left.keySet(), "these use each other in a circle, or a package that does not exist");
    }

    @Test
    void engineFoldersDoNotKnowEachOther() {
        List<String> broken = new ArrayList<>();
        rules.values().stream()
                .filter(PackageRule::isEngineFolder)
                .forEach(rule -> rule.uses().stream()
                        .filter(use -> use.startsWith("engine."))
                        .forEach(use -> broken.add(rule.name() + " uses " + use)));
        assertEquals(List.of(), broken);
    }

    @Test
    void eachLibraryHasOnePackage() {
        Map<String, Set<String>> users = new TreeMap<>();
        rules.values()
                .forEach(rule -> rule.libraries().stream()
                        .filter(library -> !SHARED_LIBRARIES.contains(library))
                        .forEach(library -> users.computeIfAbsent(library, key -> new TreeSet<>())
                                .add(rule.name())));
        users.values().removeIf(packages -> packages.size() == 1);
        assertEquals(Map.of(), users);
    }

    @Test
    void purePackagesReadNoClockNoFileAndNoNetwork() {
        List<String> broken = new ArrayList<>();
        for (JavaSource source : sources) {
            PackageRule rule = rules.get(source.packageName());
            if (rule != null && rule.pure()) {
                Stream.of("Instant.now(", "Clock.system", "System.nanoTime", "System.currentTimeMillis", "Thread.")
                        .filter(source.code()::contains)
                        .forEach(call -> broken.add(place(source) + " calls " + call));
                source.packagesUsed().stream()
                        .filter(used -> PackageRule.isPartOf(used, "java.nio.file", "java.net", "java.util.concurrent"))
                        .forEach(used -> broken.add(place(source) + " uses " + used));
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void filesAndMethodsAreShort() {
        List<String> tooLong = new ArrayList<>();
        for (JavaSource source : all()) {
            if (source.lines() > FILE_LINES) {
                tooLong.add(place(source) + " has " + source.lines() + " lines");
            }
            source.methodLengths().stream()
                    .filter(lines -> lines > METHOD_LINES)
                    .forEach(lines -> tooLong.add(place(source) + " has a method of " + lines + " lines"));
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    void theTopLevelHoldsWhatItShould() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> entries = Files.list(Repository.ROOT)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.equals("target"))
                    .forEach(found::add);
        }
        assertEquals(new TreeSet<>(TOP_LEVEL), found);
    }

    private static List<JavaSource> ruled() {
        return Stream.of("schema", "controller")
                .flatMap(module -> Repository.sources(module, "main").stream())
                .toList();
    }

    private static List<JavaSource> all() {
        return Repository.MODULES.stream()
                .flatMap(module -> Stream.of("main", "test").flatMap(tree -> Repository.sources(module, tree).stream()))
                .toList();
    }

    private static Map<String, PackageRule> rules(List<JavaSource> sources) {
        Map<String, PackageRule> rules = new TreeMap<>();
        sources.stream()
                .filter(source -> source.file().endsWith("package-info.java"))
                .forEach(source -> PackageRule.of(source).ifPresent(rule -> rules.put(rule.name(), rule)));
        return rules;
    }

    private static String place(JavaSource source) {

        return Repository.ROOT.relativize(source.file()).toString();
    }
}
