package io.machinenative.axiom.benchmarks.axiom;

import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.Engine;
import org.agrona.MutableDirectBuffer;

/** An engine as it comes, with an echo tool for each place where a tool may run. */
public final class AxiomCalls implements RttSubject {
  private static final String INLINE_ECHO = "bench.echo-inline";
  private static final String WORKER_ECHO = "bench.echo-worker";

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
  public RttServer openServer() throws Exception {
    engine = links.listen(withTools(Engine.builder().serverName("bench"))).start();
    return new Server(engine);
  }

  /** Adds the echo tools of both modes. */
  static Engine.Builder withTools(Engine.Builder engine) {
    return engine
        .tool(Tool.named(INLINE_ECHO).inline().raw(ContentType.BINARY, AxiomCalls::echo).build())
        .tool(Tool.named(WORKER_ECHO).worker().raw(ContentType.BINARY, AxiomCalls::echo).build());
  }

  static String toolName(Mode mode) {
    return mode == Mode.INLINE ? INLINE_ECHO : WORKER_ECHO;
  }

  private static void echo(RawInvocation call) {
    int length = call.payloadLength();
    MutableDirectBuffer reply = call.reply(call.contentType(), length);
    reply.putBytes(call.replyOffset(), call.payload(), call.payloadOffset(), length);
  }

  @Override
  public RttClient openClient(String address) throws Exception {
    int toolId = ToolId.of(toolName(exchange.mode()));
    AxiomClient client = new AxiomClient(links.open(address, engine), exchange, toolId);
    client.awaitOpen();
    return client;
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
