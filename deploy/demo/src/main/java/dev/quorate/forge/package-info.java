/** A real Git server on this machine: git's own http backend. */
package dev.quorate.forge;
