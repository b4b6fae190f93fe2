/**
 * Processes: each subject gets JVMs of its own, so that no subject's code is compiled for another's
 * profile. The parent steers them by lines over pipes and closes the pipe to end them, so none
 * outlives a parent that was killed.
 *
 * <pre>
 *   bench rtt ──stdin──▶ client JVM ◀──transport──▶ server JVM ◀──stdin── bench rtt
 *                "run 1000000000"                       "allocated"
 *             ◀─stdout── "ok 1234 ..."              "ok 567" ──stdout──▶
 * </pre>
 */
package io.machinenative.axiom.benchmarks.process;
