/** Label and field selectors: parsing with the real messages, and matching. */
package dev.quorate.simulator.api.select;
