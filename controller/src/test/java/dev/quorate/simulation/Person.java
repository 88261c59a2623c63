package dev.quorate.simulation;

import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what is refused, and answers where only a person can: every other time at first for somebody who was not meant. */
final class Person {

    private static final Pattern ASKED =
            Pattern.compile("acknowledge: \\{guard: (\\w+), member: ([^,\\s]+), reason: \\.\\.\\.}");
    private static final Duration THINKS = Duration.ofSeconds(5);
    private static final Duration WAITS_IN_VAIN = Duration.ofSeconds(25);

    /** What the spec says. */
    record Answer(String guard, String member) {
        String line() {
            return "  acknowledge: {guard: " + guard + ", member: " + member + ", reason: a person looked}\n";
        }

        private Answer wrong(int how) {
            String name = member.substring(0, member.indexOf('/'));
            return switch (how % 3) {
                case 0 -> new Answer(guard, member + "0");
                case 1 -> new Answer(guard, name + "0" + member.substring(name.length()));
                default -> new Answer(guard.equals("VolumeLost") ? "NodeUnreachable" : "VolumeLost", member);
            };
        }
    }

    private final World world;
    private final Map<Answer, Instant> asked = new HashMap<>();
    private final Set<Answer> erred = new HashSet<>();
    private int wrongs;

    Person(World world) {
        this.world = world;
    }

    /** What is to be written into the app's file now. */
    Optional<Answer> answers(App app) {
        Optional<Answer> question = question(app);
        if (question.isEmpty()) {
            return Optional.empty();
        }
        Instant since =
                asked.computeIfAbsent(question.get(), any -> world.time().now());
        Duration waited = Duration.between(since, world.time().now());
        if (waited.compareTo(THINKS) < 0) {
            return Optional.empty();
        }
        boolean errs = question.get().member().hashCode() % 2 == 0;
        if (errs && erred.add(question.get())) {
            return Optional.of(question.get().wrong(wrongs++));
        }
        return errs && waited.compareTo(WAITS_IN_VAIN) < 0 ? Optional.empty() : question;
    }

    private Optional<Answer> question(App app) {
        return world.simulator()
                .store()
                .get(new Key(world.kind(Kind.STATEFUL_APP), Workload.NAMESPACE, app.name()))
                .map(mirror -> ASKED.matcher(mirror.at("/status/conditions").toString()))
                .filter(Matcher::find)
                .map(match -> new Answer(match.group(1), match.group(2)));
    }
}
