package dev.quorate.plan;

import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the members of an app read at their start, by what is remembered of them. It is worked out once: a forecast asks for
 * the same at each of its steps, and the next pass asks again.
 */
final class Starts {

    /** Enough for the steps of the longest way between two sizes of an app. */
    private static final int KEPT = 16;

    private record Asked(String component, AppMemory memory) {}

    private final Map<Asked, Optional<Manifest>> made = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Optional<Manifest>> eldest) {
            return size() > KEPT;
        }
    };

    /** @param make is given no more of the memory than it may depend on */
    synchronized Optional<Manifest> of(
            String component, AppMemory memory, Function<AppMemory, Optional<Manifest>> make) {
        AppMemory members = memory.ofMembers();
        return made.computeIfAbsent(new Asked(component, members), asked -> make.apply(members));
    }
}
