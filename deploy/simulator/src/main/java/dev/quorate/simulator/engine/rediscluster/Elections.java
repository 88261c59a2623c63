package dev.quorate.simulator.engine.rediscluster;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;

/** How a replica takes the place of its master: by itself when that one is down, or because somebody asks for it. */
final class Elections {

    /** A manual failover that has not happened by then does not happen. */
    private static final Duration MANUAL = Duration.ofSeconds(5);

    private static final Duration HANDOVER = Duration.ofMillis(300);

    /** Who has heard nothing from its master for so long has too little of what was written (cluster-replica-validity-factor). */
    private static final Duration TOO_OLD = Gossip.TIMEOUT.multipliedBy(10);

    private final RedisClusterNetwork network;

    Elections(RedisClusterNetwork network) {
        this.network = network;
    }

    void round() {
        for (NodeProcess process : network.nodes()) {
            Optional<Known> master = process.table().source().filter(each -> !process.masters());
            boolean fresh = process.linkedAt().plus(TOO_OLD).isAfter(process.now());
            if (master.filter(each -> each.failed() && each.votes()).isPresent() && process.hasCopy() && fresh) {
                elect(process, master.get(), true);
            }
        }
    }

    /** @param master who is replaced, with all its slots */
    private void elect(NodeProcess candidate, Known master, boolean dead) {
        Table table = candidate.table();
        long epoch = table.nextEpoch();
        long votes = table.voters().stream()
                .flatMap(voter -> network.reached(candidate, voter).stream())
                .filter(voter -> grants(voter, candidate, master, epoch, dead))
                .count();
        if (votes >= table.majority()) {
            network.replaced(master, candidate);
            replace(candidate, master, epoch);
        }
    }

    private static boolean grants(NodeProcess voter, NodeProcess candidate, Known master, long epoch, boolean dead) {
        Table table = voter.table();
        if (!voter.table().myself().votes() || table.epoch() > epoch || table.voted() >= epoch) {
            return false;
        }
        Optional<Known> lost =
                table.known(candidate.id()).flatMap(Known::master).flatMap(table::known);
        boolean agrees = lost.filter(each -> !dead || each.failed()).isPresent()
                && table.all().stream().noneMatch(each -> newer(each, lost.get(), master));
        if (agrees) {
            table.vote(epoch);
        }
        return agrees;
    }

    /** Whether a slot of the lost one has gone to somebody with a newer epoch. */
    private static boolean newer(Known owner, Known lost, Known master) {
        return !owner.equals(lost)
                && owner.epoch() > master.epoch()
                && owner.slots().intersects(master.slots());
    }

    private void replace(NodeProcess candidate, Known master, long epoch) {
        BitSet slots = (BitSet) master.slots().clone();
        candidate.promote();
        slots.stream()
                .forEach(
                        slot -> candidate.table().assign(slot, candidate.table().myself()));
        candidate.table().myself().epoch(epoch);
        network.tell(candidate);
    }

    /** Its master stops taking writes, hands over all that it has, and is told first. */
    void manual(NodeProcess replica) {
        replica.failOver(replica.now().plus(MANUAL));
        replica.pod().schedule().after(HANDOVER, "Redis fails over to " + replica.path(), () -> handOver(replica));
    }

    private void handOver(NodeProcess replica) {
        Optional<Known> master = replica.table().source().filter(each -> each.votes() && replica.failsOver());
        Optional<NodeProcess> former = master.flatMap(each -> network.reached(replica, each));
        if (former.isPresent() && replica.linked() && network.runs(replica)) {
            network.send(former.get());
            elect(replica, master.get(), false);
        }
    }

    /** Without a vote. */
    void takeOver(NodeProcess replica) {
        replica.table().source().ifPresent(master -> {
            replica.table().bump();
            replace(replica, master, replica.table().myself().epoch());
        });
    }
}
