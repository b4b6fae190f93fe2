package io.machinenative.axiom.engine;

import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ErrorHandler;

/** Brings plugins up in order, and down in reverse. Owned by the engine's starter. */
final class PluginHost implements AutoCloseable {
  private final PluginContext context;
  private final ErrorHandler errors;
  private final List<Plugin> running = new ArrayList<>();

  PluginHost(EngineInfo info, ErrorHandler errors) {
    this.context = () -> info;
    this.errors = errors;
  }

  /**
   * Initialises and validates each plugin.
   *
   * @return their tools
   * @throws IllegalStateException when one fails, naming it; those before it stay until this is
   *     closed
   */
  List<Tool> initialize(List<Plugin> plugins) {
    List<Tool> tools = new ArrayList<>();
    for (Plugin plugin : plugins) {
      try {
        plugin.initialize(context);
        running.add(plugin);
        plugin.validate();
        tools.addAll(plugin.tools());
      } catch (Exception e) {
        throw new IllegalStateException(
            "plugin " + plugin.id() + " " + plugin.version() + " cannot be initialised: " + e, e);
      }
    }
    return tools;
  }

  @Override
  public void close() {
    for (int i = running.size() - 1; i >= 0; i--) {
      try {
        running.get(i).teardown();
      } catch (Exception e) {
        errors.onError(e);
      }
    }
    running.clear();
  }
}
