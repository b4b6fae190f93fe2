package io.machinenative.axiom.benchmarks.axiom;

import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import org.agrona.MutableDirectBuffer;

/**
 * An engine as it comes, and {@code core.echo} or, in worker mode, an echo that runs on a worker.
 */
public final class AxiomCalls implements RttSubject {
  private static final String INLINE_ECHO = "core.echo";
  private static final String WORKER_ECHO = "bench.echo";

  private final Exchange exchange;
  private final AxiomLinks links;
  private Engine engine;

  /**
   * @param aeronDirectory of the engine's media driver, which the client uses too
   */
  public AxiomCalls(Exchange exchange, String aeronDirectory) {
    this.exchange = exchange;
    links = new AxiomLinks(exchange.transport(), aeronDirectory);
  }

  @Override
  public RttServer openServer() {
    engine = links.listen(withTools(Engine.builder().serverName("bench"))).start();
    return new Server(engine);
  }

  /** Adds the echo tools of both modes. */
  static Engine.Builder withTools(Engine.Builder engine) {
    return engine
        .plugin(new CoreToolsPlugin())
        .tool(Tool.named(WORKER_ECHO).worker().raw(ContentType.BINARY, AxiomCalls::echo).build());
  }

  private static void echo(RawInvocation call) {
    int length = call.payloadLength();
    MutableDirectBuffer reply = call.reply(call.contentType(), length);
    reply.putBytes(call.replyOffset(), call.payload(), call.payloadOffset(), length);
  }

  @Override
  public RttClient openClient(String address) {
    AxiomClient client =
        AxiomClient.builder()
            .name("bench")
            .mount(Mount.INVOKER)
            .links(() -> links.open(address, engine))
            .connect();
    return calling(client, exchange);
  }

  static CallingClient calling(AxiomClient client, Exchange exchange) {
    String tool = exchange.mode() == Mode.INLINE ? INLINE_ECHO : WORKER_ECHO;
    return new CallingClient(client, exchange, ToolId.of(tool));
  }

  private record Server(Engine engine) implements RttServer {
    @Override
    public String address() {
      return engine.addresses().getFirst();
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
