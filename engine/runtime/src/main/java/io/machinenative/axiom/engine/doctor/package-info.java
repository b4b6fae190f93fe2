/**
 * Looks at the machine and the JVM as an operator would before the first call: each {@link
 * io.machinenative.axiom.engine.doctor.Check} looks at one thing and says what to do about it.
 *
 * <pre>
 *  HostFiles (/proc, /sys) --> checks --> Finding: ok | advice | problem | not checked --> command line
 * </pre>
 *
 * <p>Nothing here is changed, and nothing is left open. One thread; allocates.
 */
package io.machinenative.axiom.engine.doctor;
