/**
 * etcd: members join as learners and are promoted, leadership moves before a leader leaves, a survivor removes the leaver,
 * and a volume of a former member is set aside before its ordinal returns.
 *
 * <p>Pure but for {@code EtcdMembership} and the client it speaks through. {@code start.sh}, beside the compiled classes, runs
 * in each pod before etcd does.
 *
 * <p>Uses: engine, state, schema; Libraries: com.fasterxml.jackson
 */
package dev.quorate.engine.etcd;
