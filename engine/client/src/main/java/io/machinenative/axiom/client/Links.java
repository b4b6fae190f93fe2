package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.transport.aeron.AeronAddress;
import io.machinenative.axiom.engine.transport.aeron.AeronLink;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import io.machinenative.axiom.engine.transport.netty.TcpAddress;
import io.machinenative.axiom.engine.transport.netty.TcpLink;

/**
 * From an address to links: the one place where the client knows carriers.
 *
 * <ul>
 *   <li>{@code tcp://host:port}, {@code tcps://host:port} with TLS. The host is looked up anew for
 *       each link, on the owner's thread, which waits for it
 *   <li>{@code aeron:ipc}, {@code aeron:udp?endpoint=host:port}: Aeron's own channel syntax
 *   <li>{@code inproc:name}: a server in this process, whose connector is among the options; {@code
 *       inproc:} for whichever it is
 * </ul>
 *
 * <p>Immutable; {@link #open()} belongs to the client's owner thread.
 */
public final class Links implements LinkSource {
  private static final String INPROC = "inproc:";

  private final LinkSource carrier;

  /**
   * @param uri the server's address
   * @throws IllegalArgumentException when no carrier understands the address
   */
  public Links(String uri, LinkOptions options) {
    carrier = resolve(uri, options);
  }

  private static LinkSource resolve(String uri, LinkOptions options) {
    if (uri.startsWith(TcpAddress.SCHEME) || uri.startsWith(TcpAddress.SECURE_SCHEME)) {
      TcpAddress address = TcpAddress.parse(uri);
      return () -> new TcpLink(address.toString(), options.tcp(), options.tls());
    }
    if (uri.startsWith("aeron:")) {
      AeronAddress address = AeronAddress.parse(uri);
      return () -> new AeronLink(address, options.aeron(), options.clock(), options.errors());
    }
    if (uri.startsWith(INPROC)) {
      InprocConnector inproc = options.inproc();
      if (inproc == null || !(uri.equals(INPROC) || uri.equals(inproc.address()))) {
        throw new IllegalArgumentException(
            "expected the connector of "
                + uri
                + ", got "
                + (inproc == null ? "none" : "that of " + inproc.address()));
      }
      return inproc::connect;
    }
    throw new IllegalArgumentException(
        "expected an address that begins with tcp://, tcps://, aeron: or inproc:, got '"
            + uri
            + "'");
  }

  @Override
  public Link open() {
    return carrier.open();
  }
}
