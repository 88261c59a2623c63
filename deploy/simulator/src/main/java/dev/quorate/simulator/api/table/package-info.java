/** The columns that {@code kubectl get} prints, per kind. */
package dev.quorate.simulator.api.table;
