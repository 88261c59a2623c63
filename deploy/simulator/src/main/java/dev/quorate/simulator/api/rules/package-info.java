/** What the API server adds to and refuses in objects of each kind: defaults, admission and validation. Pure. */
package dev.quorate.simulator.api.rules;
