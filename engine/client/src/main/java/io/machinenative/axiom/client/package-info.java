/**
 * The binary client: connects to a server over a {@link
 * io.machinenative.axiom.engine.pipeline.Link}, calls its tools, reads its catalogue.
 *
 * <pre>
 *   any thread                          the owner's thread
 *  ┌────────────┐  PendingCall  ┌───────────────────────────────────────────────┐
 *  │ AxiomClient│ ────────────► │ ClientAgent ─► Attempts ─► ClientSession ─► Link │
 *  └────────────┘ ◄──────────── │        └─► Connection (opens sessions, again)  │
 *                    outcome    └───────────────────────────────────────────────┘
 * </pre>
 *
 * <p>{@link io.machinenative.axiom.client.ClientSession} is the heart: one connection, one thread,
 * no allocation per call. {@link io.machinenative.axiom.client.AxiomClient} is the face for
 * everybody: blocking and asynchronous calls, records in and out, retries, reconnection.
 */
package io.machinenative.axiom.client;
