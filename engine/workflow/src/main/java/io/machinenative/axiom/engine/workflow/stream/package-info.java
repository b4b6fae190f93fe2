/**
 * What connects two stages: a bounded ring of bytes outside the heap, its two ends as channels, and
 * the meter that tells how long each side computed and how long it waited.
 *
 * <pre>
 *  stage A ─ RingOutput ─▶ ByteRing ─▶ RingInput ─ stage B
 *                     └──▶ ByteRing ─▶ RingInput ─ stage C     (several may read what one writes)
 * </pre>
 */
package io.machinenative.axiom.engine.workflow.stream;
