/**
 * The command line: one class per command. Commands of modules that runtime must not see come
 * through {@link io.machinenative.axiom.engine.cli.CommandProvider}.
 */
package io.machinenative.axiom.engine.cli;
