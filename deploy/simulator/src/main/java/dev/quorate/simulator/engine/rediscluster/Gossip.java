package dev.quorate.simulator.engine.rediscluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What nodes tell each other: of themselves all, of others that they exist, and of a slot that a newer word has been said about it. */
final class Gossip {

    /** Who says nothing for so long is suspected (cluster-node-timeout). */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final RedisClusterNetwork network;

    Gossip(RedisClusterNetwork network) {
        this.network = network;
    }

    void round() {
        List<NodeProcess> reachable = network.reachable();
        reachable.forEach(this::shakeHands);
        for (NodeProcess process : network.nodes()) {
            for (Known other : process.table().others()) {
                Optional<NodeProcess> there = network.reached(process, other);
                if (there.isPresent()) {
                    other.heard();
                    talk(process, there.get());
                } else {
                    other.silent(process.now());
                }
            }
        }
    }

    /** Who has news does not wait for the next round. */
    void tell(NodeProcess process) {
        for (Known other : process.table().others()) {
            network.reached(process, other).ifPresent(there -> hear(there, process));
        }
    }

    private void talk(NodeProcess one, NodeProcess other) {
        hear(other, one);
        hear(one, other);
    }

    /** Whoever is met believes that he is. */
    private void shakeHands(NodeProcess process) {
        for (String address : process.meeting()) {
            network.at(address).filter(other -> !other.equals(process)).ifPresent(other -> {
                process.met(address);
                introduce(process, other);
                introduce(other, process);
                talk(process, other);
            });
        }
    }

    private static void introduce(NodeProcess to, NodeProcess stranger) {
        Known self = stranger.table().myself();
        to.table().add(new Known(self.id(), self.host(), self.address(), Optional.empty()));
        to.table().known(self.id()).orElseThrow().at(self.host(), self.address());
    }

    /** Whom the listener does not know he does not believe. */
    private void hear(NodeProcess listener, NodeProcess speaker) {
        Optional<Known> known = listener.table().known(speaker.id());
        if (known.isEmpty()) {
            return;
        }
        Known sender = known.get();
        Table theirs = speaker.table();
        Known self = theirs.myself();
        sender.at(self.host(), self.address());
        sender.returns(listener.now());
        listener.table().sees(theirs.epoch());
        Known claimed = theirs.source().orElse(self);
        sender.epoch(Math.max(sender.epoch(), claimed.epoch()));
        self.master().ifPresentOrElse(sender::follow, sender::promote);
        if (self.masters()) {
            take(listener, sender, self.slots(), self.epoch());
            settle(listener, sender);
        }
        correct(speaker, listener, sender, claimed);
        meetOthers(listener, theirs);
        adopt(listener.table(), theirs);
    }

    private static void adopt(Table listener, Table speaker) {
        if (listener.cluster().isEmpty()) {
            listener.cluster(speaker.cluster());
        }
    }

    /** Of two masters with the same epoch the one with the lower id takes another. */
    private static void settle(NodeProcess listener, Known sender) {
        Known self = listener.table().myself();
        if (self.masters() && self.epoch() == sender.epoch() && self.id().compareTo(sender.id()) < 0) {
            self.epoch(listener.table().nextEpoch());
        }
    }

    /** Slots that a node claims with a newer epoch than their owner's are its own; who lost all of them to it follows it. */
    private static void take(NodeProcess listener, Known sender, BitSet claimed, long epoch) {
        Table table = listener.table();
        if (claimed.equals(sender.slots()) || sender.id().equals(listener.id())) {
            return;
        }
        Known current = table.source().orElse(table.myself());
        BitSet news = (BitSet) claimed.clone();
        news.andNot(sender.slots());
        List<Integer> dirty = new ArrayList<>();
        int ours = 0;
        for (int slot = news.nextSetBit(0); slot >= 0; slot = news.nextSetBit(slot + 1)) {
            Optional<Known> owner = table.owner(slot);
            boolean older = owner.filter(each -> each.epoch() >= epoch).isEmpty();
            if (older && !table.arriving().containsKey(slot)) {
                ours += owner.equals(Optional.of(current)) ? 1 : 0;
                if (owner.equals(Optional.of(table.myself()))) {
                    dirty.add(slot);
                }
                table.assign(slot, sender);
            }
        }
        if (ours > 0 && current.slots().isEmpty() && ours == claimed.cardinality()) {
            listener.follow(sender.id());
        } else {
            dirty.forEach(listener.data()::clear);
        }
    }

    /** Who claims what has gone to somebody else is told so. */
    private static void correct(NodeProcess speaker, NodeProcess listener, Known sender, Known claimed) {
        for (Known owner : listener.table().all()) {
            Optional<Known> stale = speaker.table().known(owner.id());
            boolean newer = owner.epoch() > claimed.epoch() && !owner.equals(sender);
            if (newer
                    && owner.slots().intersects(claimed.slots())
                    && stale.filter(each -> each.epoch() < owner.epoch()).isPresent()) {
                stale.get().promote();
                stale.get().epoch(owner.epoch());
                take(speaker, stale.get(), owner.slots(), owner.epoch());
                return;
            }
        }
    }

    /** A dead one that owns nothing is not spoken of any more, nor is believed in where it was forgotten. */
    private static void meetOthers(NodeProcess listener, Table theirs) {
        for (Known third : theirs.others()) {
            boolean spokenOf = third.linked() || !third.slots().isEmpty();
            boolean unknown = listener.table().known(third.id()).isEmpty();
            if (spokenOf && unknown && !listener.bans(third.id())) {
                listener.table().add(new Known(third.id(), "", third.address(), third.master()));
            }
        }
    }

    // ---- who is down

    /** Whom a majority of the masters does not hear is down for all who are there. */
    void judge() {
        for (NodeProcess process : network.nodes()) {
            for (Known other : process.table().others()) {
                if (other.suspected(process.now()) && !other.failed() && agreed(process, other.id())) {
                    process.table().others().stream()
                            .flatMap(each -> network.reached(process, each).stream())
                            .forEach(there -> fail(there, other.id()));
                    fail(process, other.id());
                }
            }
            Table table = process.table();
            boolean whole = table.covered().cardinality() == Slots.COUNT
                    && table.voters().stream().noneMatch(Known::failed);
            process.judge(whole, heard(process, process.now()) >= table.majority());
        }
    }

    /** Who runs does not believe it of himself. */
    private static void fail(NodeProcess process, String id) {
        process.table()
                .known(id)
                .filter(known -> !id.equals(process.id()))
                .ifPresent(known -> known.fail(process.now()));
    }

    private static long heard(NodeProcess process, Instant now) {
        return process.table().voters().stream()
                .filter(each -> !each.failed() && !each.suspected(now))
                .count();
    }

    private boolean agreed(NodeProcess process, String id) {
        long reports = process.table().others().stream()
                .filter(Known::votes)
                .flatMap(each -> network.reached(process, each).stream())
                .filter(there -> missed(there, id))
                .count();
        return reports + (process.masters() ? 1 : 0) >= process.table().majority();
    }

    private static boolean missed(NodeProcess process, String id) {
        return process.table()
                .known(id)
                .filter(known -> known.failed() || known.suspected(process.now()))
                .isPresent();
    }
}
