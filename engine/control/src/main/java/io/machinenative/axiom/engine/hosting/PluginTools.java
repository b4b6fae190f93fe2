package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.control.JsonTool;
import io.machinenative.axiom.engine.control.Visibility;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The tool {@code core.plugins}: what there is to know of every plugin that serves. */
public final class PluginTools implements Plugin {
  private final Supplier<List<PluginInfo>> plugins;
  private final Visibility visibility;
  private final String version;

  /**
   * @param visibility of tools, whose names plugins have
   * @param version of the engine
   */
  public PluginTools(Supplier<List<PluginInfo>> plugins, Visibility visibility, String version) {
    this.plugins = plugins;
    this.visibility = visibility;
    this.version = version;
  }

  @Override
  public String id() {
    return "plugin-tools";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        JsonTool.named("core.plugins", JsonTool.NOTHING, (nothing, call) -> list(call.principal()))
            .version("1.0.0")
            .title("Plugins")
            .description(
                "Lists the plugins of this server: version, state, health, calls and faults,"
                    + " memory, threads and their own numbers.")
            .readOnly()
            .build());
  }

  private Map<String, ?> list(Principal who) {
    return Map.of(
        "plugins",
        plugins.get().stream().map(one -> one.with(visibility.of(who, one.tools()))).toList());
  }
}
