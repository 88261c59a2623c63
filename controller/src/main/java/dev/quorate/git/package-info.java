/**
 * Git in and Git out: {@link dev.quorate.git.SpecSource} says what changed in the specs, {@link dev.quorate.git.StatusBranch}
 * commits the reports back. Both keep a bare clone on disk that is a mere cache: losing it costs one clone.
 *
 * <p>Nothing outside the settings reaches Git here: no configuration of the user or the system, no hooks, no agent, no work tree.
 *
 * <p>Uses: nothing; Libraries: org.eclipse.jgit, org.apache.sshd
 */
package dev.quorate.git;
