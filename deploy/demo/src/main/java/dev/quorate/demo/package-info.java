/** The main job, shown: a Git repository, the controller and a simulated cluster in one go. */
package dev.quorate.demo;
