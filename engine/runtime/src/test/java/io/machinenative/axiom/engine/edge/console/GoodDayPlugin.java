package io.machinenative.axiom.engine.edge.console;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import java.util.List;

/** Logs a line as it comes. */
final class GoodDayPlugin implements Plugin {
  @Override
  public String id() {
    return "good-day";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void initialize(PluginContext context) {
    context.logger().log(System.Logger.Level.INFO, "it is a good day");
  }

  @Override
  public List<Tool> tools() {
    return List.of();
  }
}
