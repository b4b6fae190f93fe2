package io.machinenative.axiom.benchmarks.axiom;

import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.RttClient;
import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.machinenative.axiom.benchmarks.rtt.RttSubject;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import io.machinenative.axiom.client.AxiomClient;
import io.machinenative.axiom.client.ClientBuilder;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.EngineBuilder;
import io.machinenative.axiom.engine.base.Mount;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import java.nio.file.Path;
import org.agrona.MutableDirectBuffer;

/**
 * An engine as it comes, and {@code core.echo} or, in worker mode, an echo that runs on a worker.
 */
public final class AxiomCalls implements RttSubject {
  private static final String INLINE_ECHO = "core.echo";
  private static final String WORKER_ECHO = "bench.echo";

  private final Exchange exchange;
  private final Path aeronDirectory;
  private Engine engine;

  /**
   * @param aeronDirectory of the engine's media driver, which the client uses too
   */
  public AxiomCalls(Exchange exchange, String aeronDirectory) {
    this.exchange = exchange;
    this.aeronDirectory = Path.of(aeronDirectory);
  }

  @Override
  public RttServer openServer() {
    engine =
        withTools(Engine.builder())
            .serverName("bench")
            .aeronDirectory(aeronDirectory)
            .listen(listenAddress())
            .start();
    return new Server(engine);
  }

  private String listenAddress() {
    return switch (exchange.transport()) {
      case INPROC -> "inproc:bench";
      case IPC -> "aeron:ipc";
      case UDP -> "aeron:udp?endpoint=127.0.0.1:0";
      case TCP -> "tcp://127.0.0.1:0";
    };
  }

  /** Adds the echo tools of both modes. */
  static EngineBuilder withTools(EngineBuilder engine) {
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
    ClientBuilder builder =
        AxiomClient.builder()
            .name("bench")
            .mount(Mount.INVOKER)
            .aeronDirectory(aeronDirectory)
            .at(address);
    if (exchange.transport() == Transport.INPROC) {
      builder.inproc(engine.inproc());
    }
    return calling(builder.connect(), exchange);
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
