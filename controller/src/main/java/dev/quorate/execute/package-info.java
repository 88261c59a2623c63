/**
 * One step → calls. Before anything is taken away the step is decided a second time on consistent reads, and the mirror is
 * written by compare-and-set, so that a writer that was frozen and wakes finds that it is late.
 *
 * <p>Uses: observe, plan, cluster, engine, state, schema; Libraries: com.fasterxml.jackson, org.slf4j
 */
package dev.quorate.execute;
