/**
 * Plugins as files: what a jar must hold, and how its classes are kept apart.
 *
 * <pre>
 *   plugin.jar ── checked, copied to a private file ──▶ PluginFile: manifest, digest
 *                                                          │ load
 *   JDK  ◀── shared types (api, codec, Agrona) ◀── class loader of this version ──▶ Plugin
 * </pre>
 *
 * <p>A plugin sees the JDK, the types that it exchanges with the engine, and its own jar; nothing
 * else of the engine, and nothing of another plugin or another version of itself.
 */
package io.machinenative.axiom.engine.plugin;
