package dev.quorate.simulator.autoscale;

import dev.quorate.simulator.api.rules.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Quantities in thousandths, and as Kubernetes writes those. */
public final class Amount {

    static final int THOUSAND = 1000;

    private static final List<String> UNITS = List.of("m", "", "k", "M", "G", "T");

    private Amount() {}

    public static long milli(String quantity) {
        return Quantity.of(quantity)
                .multiply(BigDecimal.valueOf(THOUSAND))
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }

    /** With the largest unit that leaves a whole number. */
    public static String text(long milli) {
        long number = milli;
        int unit = 0;
        while (number != 0 && number % THOUSAND == 0 && unit < UNITS.size() - 1) {
            number /= THOUSAND;
            unit++;
        }
        return number == 0 ? "0" : number + UNITS.get(unit);
    }
}
