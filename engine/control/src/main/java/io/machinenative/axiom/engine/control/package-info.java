/**
 * The control plane's thread. The conductor is the only writer of what changes slowly: routes,
 * registry, configuration. Others hand it commands; the data plane reads what it publishes.
 *
 * <pre>
 *   any thread ── submit ──▶ queue ──▶ Conductor: commands, timers, one commit, then the answers
 *                                          │ publishes epoch e
 *                       agents ── report ──┘ waits until all run e
 * </pre>
 */
package io.machinenative.axiom.engine.control;
