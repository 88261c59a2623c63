/**
 * What happened, for people: the current report of an app, its conditions, the log of its rollouts, and the words of commits.
 *
 * <p>Pure: facts and the time come in, values go out.
 *
 * <p>Uses: plan, state, schema; Libraries: com.fasterxml.jackson
 */
package dev.quorate.report;
