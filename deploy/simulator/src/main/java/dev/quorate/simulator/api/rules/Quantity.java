package dev.quorate.simulator.api.rules;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts such as {@code 500m} and {@code 10Gi}. */
public final class Quantity {

    private static final Pattern FORM = Pattern.compile("([+-]?[0-9.]+)([a-zA-Z]*)");
    private static final int KIBI = 1024;
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("", BigDecimal.ONE),
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("Ki", BigDecimal.valueOf(KIBI)),
            Map.entry("Mi", BigDecimal.valueOf(KIBI).pow(2)),
            Map.entry("Gi", BigDecimal.valueOf(KIBI).pow(3)),
            Map.entry("Ti", BigDecimal.valueOf(KIBI).pow(4)));

    private Quantity() {}

    /** Zero for what is no quantity; such values never pass validation. */
    public static BigDecimal of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
            return BigDecimal.ZERO;
        }
        return new BigDecimal(matcher.group(1)).multiply(UNITS.getOrDefault(matcher.group(2), BigDecimal.ONE));
    }
}
