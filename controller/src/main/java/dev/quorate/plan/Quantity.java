package dev.quorate.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes quantities: the API server writes {@code 1000m} as {@code 1}, which is no difference. */
final class Quantity {

    private static final Pattern FORM = Pattern.compile("([+-]?[0-9.]+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("P", BigDecimal.TEN.pow(15)),
            Map.entry("E", BigDecimal.TEN.pow(18)),
            Map.entry("Ki", KIBI),
            Map.entry("Mi", KIBI.pow(2)),
            Map.entry("Gi", KIBI.pow(3)),
            Map.entry("Ti", KIBI.pow(4)),
            Map.entry("Pi", KIBI.pow(5)),
            Map.entry("Ei", KIBI.pow(6)));

    /** {@code target} is that of an autoscaler's metric. */
    private static final Set<String> UNDER = Set.of("requests", "limits", "sizeLimit", "target");

    private static final List<String> AT = List.of(".sizeLimit", ".target.value", ".target.averageValue");

    private Quantity() {}

    /** Whether what stands below a field of this name are quantities. */
    static boolean under(String field) {
        return UNDER.contains(field);
    }

    /** Whether the field of this dotted path holds a quantity. */
    static boolean in(String path) {
        return path.contains(".requests.")
                || path.contains(".limits.")
                || AT.stream().anyMatch(path::endsWith);
    }

    static boolean equal(String one, String other) {
        Optional<BigDecimal> value = parse(one);
        return value.isPresent()
                && parse(other)
                        .filter(parsed -> parsed.compareTo(value.get()) == 0)
                        .isPresent();
    }

    /** False where one of them is no quantity. */
    static boolean less(String one, String other) {
        Optional<BigDecimal> value = one.equals(other) ? Optional.empty() : parse(one);
        return value.isPresent()
                && parse(other)
                        .filter(parsed -> value.get().compareTo(parsed) < 0)
                        .isPresent();
    }

    private static Optional<BigDecimal> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || matcher.group(1).chars().filter(c -> c == '.').count() > 1) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        return Optional.of(unit == null ? number : number.multiply(UNITS.getOrDefault(unit, BigDecimal.ONE)));
    }
}
