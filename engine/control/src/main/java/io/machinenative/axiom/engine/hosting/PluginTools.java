package io.machinenative.axiom.engine.hosting;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.engine.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The tool {@code core.plugins}: what there is to know of every plugin that serves. */
public final class PluginTools implements Plugin {
  private static final String INPUT =
      "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";

  private final Supplier<List<PluginInfo>> plugins;
  private final String version;

  /**
   * @param version of the engine
   */
  public PluginTools(Supplier<List<PluginInfo>> plugins, String version) {
    this.plugins = plugins;
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
        Tool.named("core.plugins")
            .version("1.0.0")
            .title("Plugins")
            .description(
                "Lists the plugins of this server: version, state, health, calls and faults,"
                    + " memory, threads and their own numbers.")
            .readOnly()
            .schemas(INPUT, "")
            .raw(ContentType.JSON, this::list)
            .build());
  }

  private void list(RawInvocation call) {
    byte[] reply = Json.write(Map.of("plugins", plugins.get()));
    call.reply(ContentType.JSON, reply.length).putBytes(call.replyOffset(), reply);
  }
}
