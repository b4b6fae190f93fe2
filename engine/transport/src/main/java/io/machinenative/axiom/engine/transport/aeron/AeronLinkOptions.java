package io.machinenative.axiom.engine.transport.aeron;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How a client reaches servers over Aeron.
 *
 * @param directory of a media driver: the server's own for IPC. A UDP link uses the driver that
 *     serves it, if one does, and embeds one of its own otherwise; many UDP links from one process
 *     are cheaper through one driver
 * @param driver how that own driver runs; its directory is not used. {@code INVOKER} makes the
 *     link's {@code poll} drive it
 * @param connectTimeoutNs a link that has not reached its server for so long is closed
 */
public record AeronLinkOptions(Path directory, DriverOptions driver, long connectTimeoutNs) {
  public static final long DEFAULT_CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

  /** Checks each value. */
  public AeronLinkOptions {
    if (connectTimeoutNs <= 0) {
      throw new IllegalArgumentException(
          "expected connectTimeoutNs above 0, got " + connectTimeoutNs);
    }
  }

  /** The defaults. */
  public static AeronLinkOptions of(Path directory, DriverOptions driver) {
    return new AeronLinkOptions(directory, driver, DEFAULT_CONNECT_TIMEOUT_NS);
  }
}
