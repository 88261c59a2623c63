/**
 * Wiring: {@code Main} joins the parts, {@code Engines} lists the engines, one line each.
 *
 * <pre>
 * git commit → spec → desired ─┐
 *                              ├→ plan → one step → status report → git commit
 *      cluster, members → observed ┘
 *  git/   schema   engine/  observe/  plan/   execute/    report/      git/
 * </pre>
 *
 * <p>Each package says below its description what it may use; a test holds the sources to it.
 *
 * <p>Uses: everything; Libraries: everything
 */
package dev.quorate;
