/**
 * What an engine lends to a version of a plugin, and takes back when that is torn down.
 *
 * <pre>
 *   manifest, settings, services of others ──▶ Lender ──▶ LentContext ──▶ Plugin.initialize
 *                                                            │ memory, threads, metrics, log, services
 *                              Leftovers ◀── takeBack ───────┘ after teardown: freed and told
 * </pre>
 */
package io.machinenative.axiom.engine.plugin.lent;
