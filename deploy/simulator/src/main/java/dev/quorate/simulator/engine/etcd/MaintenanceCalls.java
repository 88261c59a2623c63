package dev.quorate.simulator.engine.etcd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The maintenance service of one member. */
final class MaintenanceCalls {

    private static final String DATABASE_SIZE = "24576";
    private static final String DATABASE_IN_USE = "16384";

    private final EtcdProcess process;
    private final boolean old;

    MaintenanceCalls(EtcdProcess process, boolean old) {
        this.process = process;
        this.old = old;
    }

    ObjectNode status() {
        String index = Long.toString(process.log().index());
        ObjectNode status = Gateway.object();
        status.set("header", MemberCalls.header(process, true));
        status.put("version", EtcdProgram.version(process.pod())).put("dbSize", DATABASE_SIZE);
        process.leader().ifPresent(leader -> status.put("leader", Long.toUnsignedString(leader)));
        status.put("raftIndex", index).put("raftTerm", Long.toString(process.term()));
        status.put("raftAppliedIndex", index);
        if (process.leader().isEmpty()) {
            status.putArray("errors").add("etcdserver: no leader");
        }
        status.put("dbSizeInUse", DATABASE_IN_USE);
        if (process.learner()) {
            status.put("isLearner", true);
        }
        return status;
    }

    /** No alarm is ever raised here; 3.4 leaves even the header out. */
    ObjectNode alarm() {
        ObjectNode reply = Gateway.object();
        if (!old) {
            reply.set("header", MemberCalls.header(process, true));
        }
        return reply;
    }

    ObjectNode transfer(long targetId) {
        if (process.learner()) {
            throw EtcdException.forLearner();
        }
        if (!process.leading()) {
            throw EtcdException.precondition("etcdserver: not leader");
        }
        Optional<EtcdProcess> target = process.network()
                .reachable(process, targetId)
                .filter(each -> process.membership().isVoter(targetId));
        if (targetId != process.id()) {
            boolean moved =
                    target.filter(each -> process.network().transfer(each)).isPresent();
            if (!moved) {
                throw process.membership().isVoter(targetId)
                        ? EtcdException.timeout()
                        : EtcdException.precondition("etcdserver: bad leader transferee");
            }
        }
        ObjectNode reply = Gateway.object();
        if (!old) {
            reply.set("header", MemberCalls.header(process, true));
        }
        return reply;
    }
}
