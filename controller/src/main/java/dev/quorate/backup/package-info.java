/**
 * Snapshots of apps at rest: how they are named and described, where they are kept, and that none is used which is not what
 * was taken. How one is taken and what it must look like says its engine.
 *
 * <p>For each snapshot there are two files in a folder {@code <namespace>/<app>}: {@code <name>.snapshot}, and beside it
 * {@code <name>.json}, which is written last, so a snapshot without it does not count. Nothing else is kept anywhere.
 *
 * <p>Uses: engine, schema; Libraries: com.fasterxml.jackson, org.w3c.dom, org.xml.sax
 */
package dev.quorate.backup;
