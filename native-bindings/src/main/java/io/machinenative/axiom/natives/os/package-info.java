/** The few calls of the operating system that the JDK does not offer, and what the CPU can do. */
package io.machinenative.axiom.natives.os;
