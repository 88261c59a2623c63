/**
 * When: the poll of Git, the queue of apps, one pass over one app, leadership, and the reports that go out.
 *
 * <p>{@code Reconciler.reconcile} is the whole flow on one screen. {@code Loop} says what follows from it without a thread or
 * a clock of its own; {@code Controller} has the threads. The queue of apps is the one of client-java's extensions, which
 * talks to no API server; the client itself stays in {@code cluster}.
 *
 * <p>Uses: execute, observe, report, plan, cluster, git, engine, state, schema; Libraries: com.fasterxml.jackson, org.slf4j,
 * io.kubernetes.client.extended.workqueue
 */
package dev.quorate.loop;
