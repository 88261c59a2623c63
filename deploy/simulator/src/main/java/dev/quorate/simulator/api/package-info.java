/**
 * The Kubernetes API on top of the store, in-process: requests in, answers and watches out. No socket, no thread, no clock
 * but the one given.
 */
package dev.quorate.simulator.api;
