package io.machinenative.axiom.api;

/** What an engine lends to a plugin, from {@link Plugin#initialize} to {@link Plugin#teardown}. */
public interface PluginContext {
  /** The engine that the plugin serves in. */
  EngineInfo engine();
}
