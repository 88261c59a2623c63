package dev.quorate.simulation;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.engine.Engine;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Roster;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import dev.quorate.state.MembershipView;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Bugs in when something is written down. */
final class RecordBugs {

    private RecordBugs() {}

    private record Seen(Membership members, Roster roster) {}

    /** The calls of a phase are made when the phase is about to be written. */
    static final class CallFirst implements Plant {
        private final Map<String, Seen> seen = new HashMap<>();

        @Override
        public Engine engine(Engine real) {
            return new PassingEngine(real) {
                @Override
                MembershipView observe(Membership members, Roster roster) {
                    seen.put(roster.app().name(), new Seen(members, roster));
                    return members.observe(roster);
                }
            };
        }

        @Override
        public Cluster cluster(Cluster real) {
            return new PassingCluster(real) {
                @Override
                public Manifest replaceStatus(Manifest manifest) throws ClusterException {
                    Optional<OperationRecord> before =
                            real.cached(manifest.ref()).flatMap(CallFirst::operation);
                    operation(manifest)
                            .filter(next -> before.filter(was -> was.phase() == next.phase())
                                    .isEmpty())
                            .ifPresent(next -> call(manifest.name(), next));
                    return real.replaceStatus(manifest);
                }
            };
        }

        private static Optional<OperationRecord> operation(Manifest mirror) {
            return MemoryFormat.read(mirror).flatMap(AppMemory::operation);
        }

        private void call(String app, OperationRecord next) {
            Optional<Seen> last = Optional.ofNullable(seen.get(app));
            if (last.isPresent() && next.phase() == Phase.JOINING) {
                last.get()
                        .members()
                        .perform(
                                new MemberAction.PrepareJoin(next.pod(), next.set()),
                                last.get().roster());
            } else if (last.isPresent() && next.phase() == Phase.LEAVING) {
                next.memberId()
                        .ifPresent(id -> last.get()
                                .members()
                                .perform(
                                        new MemberAction.Leave(next.pod(), id),
                                        last.get().roster()));
            }
        }
    }
}
