package dev.quorate.plan;

import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.LiveSet;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.util.Optional;

/** Components whose pods know nothing of each other: one pod at a time, and the volumes stay. */
final class PodPlan {

    private final Situation situation;
    private final DesiredComponent component;
    private final DesiredSet wanted;
    private final ObservedSet set;
    private final Rolling rolling;

    PodPlan(Situation situation, DesiredComponent component) {
        this.situation = situation;
        this.component = component;
        this.wanted = Situation.onlySet(component);
        this.set = situation.observed().set(wanted.name());
        this.rolling = new Rolling(situation, component);
    }

    Optional<Decision> next() {
        return rolling.stuck()
                .or(this::surplus)
                .or(rolling::mend)
                .or(this::scaleOut)
                .or(rolling::next)
                .or(rolling::makeRoom)
                .or(this::scaleIn)
                .or(this::notReady)
                .or(rolling::steady);
    }

    private Optional<Decision> surplus() {
        return set.live().flatMap(live -> Surplus.of(set, live).waits());
    }

    private Optional<Decision> scaleIn() {
        int live = set.replicas();
        return wanted.replicas() < live ? Optional.of(scale(live, live - 1)) : Optional.empty();
    }

    private Optional<Decision> notReady() {
        for (int ordinal = 0; ordinal < set.replicas(); ordinal++) {
            Optional<ObservedPod> pod = set.pod(ordinal);
            Optional<String> away = away(pod);
            if (away.isPresent()) {
                String node = pod.map(situation::nodeWords).orElse("");
                return Optional.of(new Decision.Wait(wanted.podName(ordinal) + away.get() + node));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> away(Optional<ObservedPod> pod) {
        if (pod.isEmpty()) {
            return Optional.of(" has no pod yet");
        }
        if (pod.get().terminating()) {
            return Optional.of(" stops");
        }
        String why = pod.get().trouble().map(text -> ": " + text).orElse("");
        return pod.get().ready() ? Optional.empty() : Optional.of(" is not Ready" + why);
    }

    private Optional<Decision> scaleOut() {
        int live = set.replicas();
        return wanted.replicas() > live ? notReady().or(() -> Optional.of(scale(live, live + 1))) : Optional.empty();
    }

    private Decision scale(int from, int to) {
        LiveSet live = set.live().orElseThrow(() -> new IllegalStateException("the set exists at this point"));
        String text =
                to > from ? "start " + wanted.podName(from) : "stop " + wanted.podName(to) + " and keep its volume";
        return new Decision.Do(new Step.Scale(
                component.name(),
                wanted.name(),
                live.uid(),
                live.resourceVersion(),
                from,
                to,
                text + ": replicas " + from + " → " + to));
    }
}
