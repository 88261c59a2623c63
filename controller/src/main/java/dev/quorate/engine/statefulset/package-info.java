/**
 * The plain engine: a StatefulSet whose pods know nothing of each other.
 *
 * <p>Pure.
 *
 * <p>Uses: engine, state, schema; Libraries: com.fasterxml.jackson
 */
package dev.quorate.engine.statefulset;
