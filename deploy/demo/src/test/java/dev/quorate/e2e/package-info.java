/** Every kind of change from a commit to the cluster and back into Git, over HTTP: simulated, or on any cluster. */
@NullMarked
package dev.quorate.e2e;

import org.jspecify.annotations.NullMarked;
