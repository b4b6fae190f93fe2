package io.machinenative.axiom.client;

import io.machinenative.axiom.engine.pipeline.Link;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * From an address to links: the one place where the client knows carriers.
 *
 * <ul>
 *   <li>{@code inproc:name}: a server in this process, whose connector is given
 * </ul>
 *
 * <p>Owned by the client's owner thread.
 */
final class Links implements LinkSource {
  private final Supplier<Link> carrier;

  /**
   * @param uri the server's address
   * @param inproc the server in this process; null when there is none
   * @param aeronDirectory of the media driver; null for Aeron's own default
   * @throws IllegalArgumentException when there is no carrier for the address
   */
  Links(String uri, InprocConnector inproc, Path aeronDirectory) {
    if (uri.startsWith("inproc:")) {
      if (inproc == null) {
        throw new IllegalArgumentException("expected the connector of " + uri + ", got none");
      }
      carrier = inproc::connect;
    } else {
      throw new IllegalArgumentException(
          "expected an address that begins with tcp://, aeron: or inproc:, got '" + uri + "'");
    }
  }

  @Override
  public Link open() {
    return carrier.get();
  }
}
