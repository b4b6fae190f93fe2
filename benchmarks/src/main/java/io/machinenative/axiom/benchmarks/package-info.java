/**
 * Measurements: what a call costs, beside what the bare transport and a popular peer cost in the
 * same run.
 *
 * <pre>
 *   cli      commands, the report as table and as JSON
 *    |
 *   process  a pair of JVMs for each subject, steered by lines over pipes
 *    |
 *   bare  grpc  axiom   the subjects: one way each to make a round trip
 *    |
 *   rtt      what they share: the payload, the window, the clock, the seam
 *
 *   micro    JMH
 * </pre>
 *
 * <p>The room's rule: a number counts only if every reply was verified, and only beside another
 * number of the same run.
 */
package io.machinenative.axiom.benchmarks;
