package dev.quorate.plan;

import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What follows from one goal, worked out once: a forecast asks for the same at each of its steps, and the next pass asks
 * again. Trees are never changed, so that what held of two of them holds of those two for good.
 */
final class Once {

    /** Enough for the steps of the longest way between two sizes of an app. */
    private static final int STARTS = 16;

    private record Start(String component, AppMemory members) {}

    /** The size that holds, the one that is asked for, and one to spare. */
    private static final int SIZES = 3;

    /** @param live kept by nobody else but the cache, which must stay free to drop it */
    private record Same(Manifest wanted, Reference<Manifest> live) {}

    /** Those that were asked for last. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;
        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    private final Map<Start, Optional<Manifest>> starts = new Recent<>(STARTS);
    private final Map<Map<String, Integer>, DesiredState> sized = new Recent<>(SIZES);
    private final Map<ObjectRef, Same> same = new HashMap<>();

    /**
     * What the members of a component read at their start.
     *
     * @param make is given no more of the memory than it may depend on
     */
    synchronized Optional<Manifest> start(
            String component, AppMemory memory, Function<AppMemory, Optional<Manifest>> make) {
        AppMemory members = memory.ofMembers();
        return starts.computeIfAbsent(new Start(component, members), start -> make.apply(members));
    }

    /** What an engine makes of a spec with these sizes. */
    synchronized DesiredState sized(Map<String, Integer> sizes, Function<Map<String, Integer>, DesiredState> make) {
        return sized.computeIfAbsent(Map.copyOf(sizes), make);
    }

    /**
     * Whether a live object is not what is wanted.
     *
     * @param by how one tells; for one wanted object always the same
     */
    synchronized boolean differs(Manifest wanted, Manifest live, BiPredicate<Manifest, Manifest> by) {
        ObjectRef ref = wanted.ref();
        Same before = same.get(ref);
        if (before != null && before.wanted().equals(wanted) && before.live().refersTo(live)) {
            return false;
        }
        boolean differs = by.test(wanted, live);
        if (!differs) {
            same.put(ref, new Same(wanted, new WeakReference<>(live)));
        }
        return differs;
    }
}
