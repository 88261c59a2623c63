/** Those who use the apps: clients that write, and know what must not be lost. */
package dev.quorate.client;
