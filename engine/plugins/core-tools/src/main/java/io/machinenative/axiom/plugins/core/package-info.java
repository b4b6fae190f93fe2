/**
 * The tools that every engine has: {@code core.echo}, {@code core.hash}, {@code core.json-query},
 * {@code core.sleep} and {@code core.info}.
 *
 * <p>A plugin like any other: it sees the API and its own library alone. Each tool is a class of
 * its own that holds its records, and {@link io.machinenative.axiom.plugins.core.CoreToolsPlugin}
 * lists them.
 */
package io.machinenative.axiom.plugins.core;
