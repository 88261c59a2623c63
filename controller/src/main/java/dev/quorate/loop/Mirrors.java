package dev.quorate.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.AppName;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Keeps the mirrors as Git says: made when missing, put back when edited, written only when something is different. */
final class Mirrors {

    private static final Comparator<JsonNode> BY_VALUE = Mirrors::byValue;

    private final Cluster cluster;
    private final Site site;

    Mirrors(Cluster cluster, Site site) {
        this.cluster = cluster;
        this.site = site;
    }

    Optional<Manifest> find(AppName app) {
        return cluster.cached(MirrorFormat.ref(app));
    }

    /** @return whether it had to be written, so that a pass must begin anew */
    boolean keep(AppEntry entry) throws ClusterException {
        Manifest wanted = MirrorFormat.fresh(entry, site);
        Optional<Manifest> live = find(entry.name());
        if (live.isEmpty()) {
            create(wanted);
            return true;
        }
        requireOurs(live.get());
        if (asWanted(live.get(), wanted)) {
            return false;
        }
        // By compare-and-set on what the cache shows; the status is none of this write's business.
        cluster.replace(MirrorFormat.corrected(live.get(), wanted).with(tree -> tree.remove("status")));
        return true;
    }

    private static boolean asWanted(Manifest live, Manifest wanted) {
        JsonNode labels = live.at("/metadata/labels");
        return live.at("/spec").equals(BY_VALUE, wanted.at("/spec"))
                && wanted.at("/metadata/labels").properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    /** For good: nothing of the app is left to remember. */
    void delete(Manifest mirror) throws ClusterException {
        cluster.delete(mirror.ref(), mirror.uid(), mirror.resourceVersion());
    }

    private void create(Manifest wanted) throws ClusterException {
        try {
            cluster.create(wanted);
        } catch (ClusterException e) {
            if (e.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
            Optional<Manifest> there = cluster.read(wanted.ref());
            if (there.isPresent()) {
                requireOurs(there.get());
            }
        }
    }

    private void requireOurs(Manifest mirror) throws ClusterException {
        if (!ours(mirror)) {
            throw new ClusterException(
                    Reason.ALREADY_EXISTS,
                    mirror.ref()
                            + " exists and belongs to another repository or cluster. Remove it there, or give the app"
                            + " another name; Quorate never touches it");
        }
    }

    /**
     * Changes the status of the mirror. Where another writer was faster this fails with a conflict, and is not tried again: what
     * the pass saw may be older than what that one wrote, and must not be said of it.
     */
    Turn update(AppName app, Function<Manifest, Turn> change) throws ClusterException {
        Optional<Manifest> cached = find(app);
        Manifest live = cached.isPresent() ? cached.get() : read(app);
        Turn turn = change.apply(live);
        if (!sameStatus(turn.mirror(), live)) {
            cluster.replaceStatus(turn.mirror());
        }
        return turn;
    }

    private Manifest read(AppName app) throws ClusterException {
        return cluster.read(MirrorFormat.ref(app))
                .orElseThrow(() -> new ClusterException(Reason.NOT_FOUND, "the mirror of " + app + " is gone"));
    }

    /** One change without looking at what an earlier pass left. */
    void change(AppName app, UnaryOperator<Manifest> change) throws ClusterException {
        Optional<Manifest> live = cluster.read(MirrorFormat.ref(app));
        if (live.isPresent() && !sameStatus(change.apply(live.get()), live.get())) {
            cluster.replaceStatus(change.apply(live.get()));
        }
    }

    /** A number is the same whether it was computed or parsed, which a tree by itself does not see. */
    private static boolean sameStatus(Manifest one, Manifest other) {
        return one.at("/status").equals(BY_VALUE, other.at("/status"));
    }

    private static int byValue(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private boolean ours(Manifest mirror) {
        return Labels.of(mirror)
                .filter(labels -> labels.repository().equals(site.repository())
                        && labels.cluster().equals(site.cluster()))
                .isPresent();
    }
}
