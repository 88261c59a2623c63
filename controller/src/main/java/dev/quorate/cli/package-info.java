/**
 * The command line: what people and pipelines ask, and {@code run}, which starts the controller.
 *
 * <p>Each command is one class; options that several commands share are mixins. Exit codes: 0 fine, 1 and 3 what the command's
 * help says, 2 a usage or I/O error.
 *
 * <p>Uses: schema, state, engine, plan, git, cluster, observe, loop, backup; Libraries: picocli,
 * com.fasterxml.jackson, ch.qos.logback, org.slf4j, com.sun.net.httpserver
 */
package dev.quorate.cli;
