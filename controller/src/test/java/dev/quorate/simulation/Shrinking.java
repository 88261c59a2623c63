package dev.quorate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leaves out of a failing script what its failure does not need: halves first, then ever smaller parts. */
final class Shrinking {

    private final Predicate<List<Integer>> fails;
    private int triesLeft;

    /** @param fails whether the choices of these numbers fail in the same way */
    Shrinking(Predicate<List<Integer>> fails, int tries) {
        this.fails = fails;
        this.triesLeft = tries;
    }

    static List<Integer> of(Script script, Plant plant, String rule, int tries) {
        Predicate<List<Integer>> fails = numbers -> Run.of(script.only(numbers), plant)
                .failure()
                .filter(failure -> failure.rule().equals(rule))
                .isPresent();
        return new Shrinking(fails, tries).fewest(script.numbers());
    }

    /** Few enough that each is needed, unless the tries run out before. */
    List<Integer> fewest(List<Integer> failing) {
        List<Integer> left = failing;
        int size = left.size();
        while (size > 0 && triesLeft > 0) {
            List<Integer> shorter = withoutParts(left, size);
            boolean shrunk = shorter.size() < left.size();
            left = shorter;
            size = shrunk && size > 1 ? Math.min(size, left.size()) : shrunk ? 1 : size / 2;
        }
        return left;
    }

    private List<Integer> withoutParts(List<Integer> failing, int size) {
        List<Integer> left = new ArrayList<>(failing);
        for (int from = left.size() - size; from > -size && triesLeft > 0; from -= size) {
            List<Integer> without = new ArrayList<>(left);
            without.subList(Math.max(0, from), Math.min(without.size(), from + size))
                    .clear();
            triesLeft--;
            if (without.size() < left.size() && fails.test(without)) {
                left = without;
            }
        }
        return left;
    }
}
