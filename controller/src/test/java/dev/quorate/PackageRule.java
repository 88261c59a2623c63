package dev.quorate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a package-info says its package may use: {@code Uses: state, schema; Libraries: com.fasterxml.jackson}. */
record PackageRule(String name, List<String> uses, List<String> libraries, boolean pure) {
    private static final Pattern RULE = Pattern.compile("Uses:([^;]*);\\s*Libraries:([^<]*?)\\s*\\*/", Pattern.DOTALL);
    private static final Pattern PURE = Pattern.compile("(?m)^ \\* (?:<p>)?Pure\\b");
    private static final String ROOT = "dev.quorate";

    static Optional<PackageRule> of(JavaSource packageInfo) {
        Matcher matcher = RULE.matcher(packageInfo.text());
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(new PackageRule(
                packageInfo.packageName(),
                list(matcher.group(1)),
                list(matcher.group(2)),
                PURE.matcher(packageInfo.text()).find()));
    }

    boolean isWiring() {
        return name.equals(ROOT);
    }

    boolean isEngineFolder() {
        return name.startsWith(ROOT + ".engine.");
    }

    /** The packages of ours that this one may use, by their full names. */
    List<String> usedPackages() {
        return uses.stream().map(use -> ROOT + "." + use).toList();
    }

    boolean allows(String usedPackage) {
        if (isWiring() || usedPackage.equals(name) || isPartOf(usedPackage, "java", "javax", "org.jspecify")) {
            return true;
        }
        return usedPackage.startsWith(ROOT)
                ? usedPackages().contains(usedPackage)
                : isPartOf(usedPackage, libraries.toArray(String[]::new));
    }

    static boolean isPartOf(String usedPackage, String... roots) {
        return Arrays.stream(roots).anyMatch(root -> usedPackage.equals(root) || usedPackage.startsWith(root + "."));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.replaceAll("(?m)^ \\*", "").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty() && !word.equals("nothing") && !word.equals("everything"))
                .toList();
    }
}
