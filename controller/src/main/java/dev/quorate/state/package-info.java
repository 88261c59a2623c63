/**
 * Desired and observed state in one vocabulary, so that a difference compares like with like; and what one operation must
 * not forget.
 *
 * <p>Pure values.
 *
 * <p>Uses: schema; Libraries: com.fasterxml.jackson
 */
package dev.quorate.state;
