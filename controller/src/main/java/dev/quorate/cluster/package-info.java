/**
 * Kubernetes: reads, watches and guarded writes. The only user of the Kubernetes client.
 *
 * <p>Uses: state, engine, schema; Libraries: io.kubernetes, okhttp3, okio, com.fasterxml.jackson, org.slf4j
 */
package dev.quorate.cluster;
