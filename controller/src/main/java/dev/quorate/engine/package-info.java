/**
 * What differs between engines, as one contract: traits as data, desired objects, and the client for their members.
 *
 * <p>An engine is one folder below this one and one line in {@code Engines}. Everything here is pure but for
 * {@code Membership} and {@code Reach}, which are interfaces to the outside.
 *
 * <p>Uses: state, schema; Libraries: com.fasterxml.jackson
 */
package dev.quorate.engine;
