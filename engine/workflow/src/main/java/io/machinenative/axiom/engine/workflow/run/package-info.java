/**
 * Runs plans. Each run has a coordinator, a thread that alone decides: it starts streams when what
 * they need is over and there is room, and says what follows from a failure. Each operation has a
 * thread of its own, which tells the coordinator when it is over.
 *
 * <pre>
 *  PipelineRun ─ starts ─▶ StreamRun ─ a thread each ─▶ StageRun ─▶ operation
 *       ▲                                                  │
 *       └────────────────── over, with outcome ────────────┘
 * </pre>
 */
package io.machinenative.axiom.engine.workflow.run;
