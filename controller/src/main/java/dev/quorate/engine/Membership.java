package dev.quorate.engine;

import dev.quorate.state.MembershipView;

/**
 * The way to one engine's members. Both calls are bounded in time and never throw for what a network or an engine can do.
 *
 * <p>Every action looks first, acts only if it is not done, and is harmless when it is repeated by somebody who was frozen.
 */
public interface Membership {

    MembershipView observe(Roster roster);

    CallResult perform(MemberAction action, Roster roster);
}
