/** Objects, versions and changes: what etcd is to a real API server. No HTTP, no behaviour, no thread. */
package dev.quorate.simulator.store;
