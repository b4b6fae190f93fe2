package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.api.Plugin;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.engine.control.JsonTool;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The tool {@code core.upstreams}: what there is to know of every upstream server. */
public final class GatewayTools implements Plugin {
  private final Supplier<List<UpstreamInfo>> upstreams;
  private final String version;

  /**
   * @param version of the engine
   */
  public GatewayTools(Supplier<List<UpstreamInfo>> upstreams, String version) {
    this.upstreams = upstreams;
    this.version = version;
  }

  @Override
  public String id() {
    return "gateway-tools";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Tool> tools() {
    return List.of(
        JsonTool.named(
                "core.upstreams", JsonTool.NOTHING, nothing -> Map.of("upstreams", upstreams.get()))
            .version("1.0.0")
            .title("Upstream servers")
            .description(
                "Lists the MCP servers whose tools this server serves too: state, revision,"
                    + " latency, failures, circuit breaker, and what they did wrong.")
            .readOnly()
            .build());
  }
}
