package dev.quorate.simulator.engine.redis;

import java.util.List;
import java.util.Optional;

/**
 * What the pod's key in the mounted ConfigMap says.
 *
 * @param sentinels the hosts that a Redis asks
 * @param founders of Redis the hosts, of sentinels {@code pod@host}
 * @param ask the hosts that a sentinel asks which was not there at the founding
 */
record StartParameters(
        String incarnation,
        String state,
        String master,
        List<String> sentinels,
        List<String> founders,
        List<String> ask) {

    static StartParameters parse(String text) {
        return new StartParameters(
                line(text, "incarnation=").orElse(""),
                line(text, "state=").orElse(""),
                line(text, "master=").orElse(""),
                words(text, "sentinels="),
                words(text, "founders="),
                words(text, "ask="));
    }

    private static List<String> words(String text, String start) {
        return line(text, start)
                .filter(words -> !words.isEmpty())
                .map(words -> List.of(words.split(" ", -1)))
                .orElse(List.of());
    }

    private static Optional<String> line(String text, String start) {
        return text.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    boolean is(String wanted) {
        return state.equals(wanted);
    }
}
