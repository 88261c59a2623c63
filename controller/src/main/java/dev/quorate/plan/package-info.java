/**
 * The difference between desired and observed state as ordered steps, each with its reason; or a named refusal.
 *
 * <p>Pure: no client, no clock, no logger. {@code Planner} decides one step; {@code Forecast} asks it again and again on the
 * state that each step would leave, which gives the whole plan.
 *
 * <p>Uses: engine, state, schema; Libraries: com.fasterxml.jackson
 */
package dev.quorate.plan;
