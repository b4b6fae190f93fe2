package io.machinenative.axiom.benchmarks.edge;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.config.UpstreamConfig;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * An engine that joins the server at the address of its argument, as {@code up}. A process of its
 * own; ends with its standard input.
 */
public final class GatewayServer {
  private GatewayServer() {}

  public static void main(String[] arguments) throws IOException {
    UpstreamConfig upstream = UpstreamConfig.at("up", URI.create(arguments[0] + "/mcp"));
    try (Engine engine =
        Engine.builder().upstreams(List.of(upstream)).listen("http://127.0.0.1:0").start()) {
      if (engine.upstreams().getFirst().tools() == 0) {
        throw new IllegalStateException("the upstream was not joined: " + engine.upstreams());
      }
      System.out.println(HttpChild.READY + engine.addresses().getFirst());
      HttpChild.awaitEndOfInput();
    }
  }
}
