/** The proof that a controller can be killed at any moment: real processes, a real Git server, and no mercy. */
package dev.quorate.soak;
