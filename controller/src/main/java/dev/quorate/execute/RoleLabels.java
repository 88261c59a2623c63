package dev.quorate.execute;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code quorate.dev/role} on pods true, so that a Service may select by it. A label that is no longer certain goes
 * first; a new one comes only when all of those are gone, so that at no time two pods claim a role that one can have.
 */
public final class RoleLabels {

    private static final Logger LOG = LoggerFactory.getLogger(RoleLabels.class);
    private static final Set<MemberRole> HELD_BY_ONE = EnumSet.of(MemberRole.LEADER, MemberRole.PRIMARY);

    /** @param role absent to take the label away */
    record Change(String pod, String uid, Optional<String> role) {}

    private final Cluster cluster;

    public RoleLabels(Cluster cluster) {
        this.cluster = cluster;
    }

    public void keep(ObservedState observed) {
        List<Change> changes = changes(observed);
        List<Change> gone = changes.stream().filter(c -> c.role().isEmpty()).toList();
        List<Change> here = changes.stream().filter(c -> c.role().isPresent()).toList();
        if (apply(observed.app(), gone)) {
            apply(observed.app(), here);
        }
    }

    /** A pod whose role changes loses the old one in this list and gets the new one in it too. */
    static List<Change> changes(ObservedState observed) {
        List<Change> changes = new ArrayList<>();
        for (ObservedSet set : observed.sets().values()) {
            for (ObservedPod pod : set.pods()) {
                Optional<String> wanted = role(observed, pod);
                if (!pod.role().equals(wanted)) {
                    pod.role().ifPresent(old -> changes.add(new Change(pod.name(), pod.uid(), Optional.empty())));
                    wanted.ifPresent(role -> changes.add(new Change(pod.name(), pod.uid(), wanted)));
                }
            }
        }
        return changes;
    }

    private static Optional<String> role(ObservedState observed, ObservedPod pod) {
        if (pod.terminating()) {
            return Optional.empty();
        }
        for (MembershipView view : observed.membership().values()) {
            Optional<Member> member = view.byPod(pod.name());
            if (member.isPresent()) {
                return certain(view, member.get());
            }
        }
        return Optional.empty();
    }

    /** Only what a member says of itself counts, and a role for one that two claim is nobody's. */
    private static Optional<String> certain(MembershipView view, Member member) {
        boolean speaks = member.health() == Member.Health.HEALTHY || member.health() == Member.Health.UNHEALTHY;
        MemberRole role = member.role();
        long holders = view.members().stream().filter(m -> m.role() == role).count();
        if (!speaks || role == MemberRole.UNKNOWN || (HELD_BY_ONE.contains(role) && holders > 1)) {
            return Optional.empty();
        }
        return Optional.of(role.name().toLowerCase(Locale.ROOT));
    }

    private boolean apply(AppName app, List<Change> changes) {
        boolean all = true;
        for (Change change : changes) {
            all &= apply(app, change);
        }
        return all;
    }

    private boolean apply(AppName app, Change change) {
        ObjectRef pod = new ObjectRef(Kind.POD, app.namespace(), change.pod());
        try {
            cluster.label(pod, change.uid(), Labels.ROLE, change.role());
            return true;
        } catch (ClusterException e) {
            boolean gone = e.reason() == ClusterException.Reason.NOT_FOUND;
            if (!gone) {
                LOG.atWarn()
                        .addKeyValue("app", app)
                        .addKeyValue("pod", change.pod())
                        .addKeyValue("error", e.getMessage())
                        .log("Role label not changed; the next pass tries again");
            }
            return gone;
        }
    }
}
