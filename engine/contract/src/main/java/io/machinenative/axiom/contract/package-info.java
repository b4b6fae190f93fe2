/**
 * What every plugin has to pass: its author extends {@link
 * io.machinenative.axiom.contract.PluginContract} and gives examples. Each test packs the plugin
 * into a jar and runs it in an engine, as a server would.
 */
package io.machinenative.axiom.contract;
