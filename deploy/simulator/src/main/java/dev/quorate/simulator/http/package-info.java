/** The API on a real port of the loopback device, for client-java and kubectl: plain HTTP, streaming watches, logs, exec, port-forward. */
package dev.quorate.simulator.http;
