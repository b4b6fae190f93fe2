package io.machinenative.axiom.engine.edge;

import static io.machinenative.axiom.engine.edge.EdgeRig.at;
import static io.machinenative.axiom.engine.edge.EdgeRig.fields;
import static io.machinenative.axiom.engine.edge.EdgeRig.json;
import static io.machinenative.axiom.engine.edge.EdgeRig.stateless;

import io.machinenative.axiom.api.Authenticator;
import io.machinenative.axiom.engine.Await;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.cli.CommandRun;
import io.machinenative.axiom.engine.config.ConfigReader;
import io.machinenative.axiom.engine.config.EdgeConfig;
import io.machinenative.axiom.engine.config.EngineConfig;
import io.machinenative.axiom.engine.gateway.UpstreamInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An engine that joins other MCP servers, and its callers. */
final class GatewayRig implements AutoCloseable {
  private final Engine engine;

  /**
   * @param upstreams the value of that key, in YAML
   */
  GatewayRig(String upstreams) {
    this(upstreams, List.of());
  }

  /**
   * @param authenticators say who callers are; none: nobody is asked
   */
  GatewayRig(String upstreams, List<Authenticator> authenticators) {
    EngineConfig config = ConfigReader.parse("upstreams: " + upstreams, "the test");
    EngineBuilder builder = Engine.builder();
    authenticators.forEach(builder::authenticator);
    engine =
        builder
            .upstreams(config.upstreams())
            .edge(EdgeConfig.defaults())
            .listen("http://127.0.0.1:0")
            .listen("inproc:")
            .listen("tcp://127.0.0.1:0")
            .start();
  }

  Engine engine() {
    return engine;
  }

  RawHttp connect() {
    return new RawHttp(
        engine.addresses().stream()
            .filter(one -> one.startsWith("http"))
            .findFirst()
            .orElseThrow());
  }

  /** A command of the command line, at the engine. */
  CommandRun command(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    String tcp =
        engine.addresses().stream().filter(one -> one.startsWith("tcp")).findFirst().orElseThrow();
    all.addAll(List.of("--at", tcp));
    return CommandRun.of(all.toArray(String[]::new));
  }

  UpstreamInfo upstream(String name) {
    return engine.upstreams().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  void awaitUp(String name) {
    Await.until(
        () -> "upstream " + name + " up: " + engine.upstreams(),
        () -> upstream(name).state().equals("up") && upstream(name).tools() > 0);
  }

  /** A request of the newer era, by a client that can be asked for a form. */
  Map<?, ?> ask(String method, String name, String params) {
    try (RawHttp http = connect()) {
      return json(
          http.post("/mcp", fields(method, name), stateless("1", method, params)).read().body());
    }
  }

  Map<?, ?> call(String tool, String arguments) {
    return call(tool, arguments, "");
  }

  /**
   * @param more members of the parameters, with a comma before
   */
  Map<?, ?> call(String tool, String arguments, String more) {
    return ask("tools/call", tool, "\"name\":\"" + tool + "\",\"arguments\":" + arguments + more);
  }

  /** By HTTP/JSON, with header fields. */
  RawHttp.Answer invoke(String tool, String fields, String arguments) {
    try (RawHttp http = connect()) {
      return http.post("/v1/tools/" + tool + ":invoke", fields, arguments).read();
    }
  }

  static String text(Map<?, ?> reply) {
    return String.valueOf(at(reply, "result", "content", 0, "text"));
  }

  @Override
  public void close() {
    engine.close();
  }
}
