package io.machinenative.axiom.benchmarks.axiom;

import io.machinenative.axiom.benchmarks.rtt.BenchDriver;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.transport.aeron.AeronAddress;
import io.machinenative.axiom.engine.transport.aeron.AeronLink;
import io.machinenative.axiom.engine.transport.aeron.AeronLinkOptions;
import io.machinenative.axiom.engine.transport.aeron.DriverOptions;
import io.machinenative.axiom.engine.transport.netty.TcpLink;
import io.machinenative.axiom.engine.transport.netty.TcpOptions;
import java.nio.file.Path;
import org.agrona.concurrent.SystemNanoClock;

/** Where an engine listens on a transport, and how a client reaches it there. */
final class AxiomLinks {
  private final Transport transport;
  private final String aeronDirectory;

  AxiomLinks(Transport transport, String aeronDirectory) {
    this.transport = transport;
    this.aeronDirectory = aeronDirectory;
  }

  /** Tells an engine where to listen. */
  Engine.Builder listen(Engine.Builder engine) {
    return engine.aeronDirectory(Path.of(aeronDirectory)).listen(listenAddress());
  }

  private String listenAddress() {
    return switch (transport) {
      case INPROC -> "inproc:bench";
      case IPC -> "aeron:ipc";
      case UDP -> "aeron:udp?endpoint=127.0.0.1:0";
      case TCP -> "tcp://127.0.0.1:0";
    };
  }

  /**
   * Begins a link to an engine.
   *
   * @param engine in this process, for in-process links; null when it is in another
   */
  Link open(String address, Engine engine) {
    return switch (transport) {
      case INPROC -> engine.inproc().connect();
      case IPC, UDP -> openAeron(address);
      case TCP -> new TcpLink(address, TcpOptions.DEFAULT);
    };
  }

  /** Through the server's media driver, for UDP too. */
  private Link openAeron(String address) {
    DriverOptions driver = BenchDriver.options(aeronDirectory);
    return new AeronLink(
        AeronAddress.parse(address),
        AeronLinkOptions.of(driver.directory(), driver),
        SystemNanoClock.INSTANCE,
        Throwable::printStackTrace);
  }
}
