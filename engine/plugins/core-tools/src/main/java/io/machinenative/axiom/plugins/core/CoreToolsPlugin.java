package io.machinenative.axiom.plugins.core;

import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.PluginContext;
import io.machinenative.axiom.api.Tool;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Delivers the built-in tools. Called on the control plane's thread; its tools on any. */
public final class CoreToolsPlugin implements Plugin {
  private EngineInfo engine;

  @Override
  public String id() {
    return "core-tools";
  }

  @Override
  public String version() {
    return "1.0.0";
  }

  @Override
  public void initialize(PluginContext context) {
    engine = context.engine();
  }

  @Override
  public List<Tool> tools() {
    if (engine == null) {
      throw new IllegalStateException("expected initialize before tools");
    }
    return List.of(
        EchoTool.tool(),
        HashTool.tool(),
        InfoTool.tool(engine),
        JsonQueryTool.tool(System::nanoTime),
        SleepTool.tool(System::nanoTime, TimeUnit.NANOSECONDS::sleep));
  }
}
