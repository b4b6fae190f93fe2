package io.machinenative.axiom.engine.transport.aeron;

import io.machinenative.axiom.engine.base.Mount;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * How an embedded media driver runs.
 *
 * @param directory through which its clients find it; made anew at start
 * @param mount {@code SHARED}: one thread; {@code DEDICATED}: three, for hosts with cores to spare;
 *     {@code INVOKER}: none, the owner invokes it, which spares the hand-over between threads but
 *     stalls the driver while the owner is busy
 * @param threads makes the driver's threads
 * @param idle an idle strategy for each thread of the driver
 * @param termBytes length of a term, a power of two from 512 KiB on (a frame of 64 KiB needs that).
 *     A stream maps three; half a term may be under way unread. Longer absorbs longer bursts,
 *     shorter saves shared memory
 * @param networkMtuBytes longest UDP payload, a multiple of 32. 1408 fits any network; on loopback
 *     and with jumbo frames a longer one saves system calls
 * @param clientLivenessNs a client that was not heard of for so long is given up, and so are its
 *     streams. Shorter frees the leavings of a killed process sooner; longer forgives longer pauses
 *     of a living one
 * @param imageLivenessNs the same for a UDP stream of which nothing arrives
 * @param deleteOnClose whether the directory goes when the driver is closed
 * @param clock bounds how long closing takes
 * @param epochClock tells how old another driver's heartbeat is
 * @param errors takes what the driver's threads report
 */
public record DriverOptions(
    Path directory,
    Mount mount,
    ThreadFactory threads,
    Supplier<IdleStrategy> idle,
    int termBytes,
    int networkMtuBytes,
    long clientLivenessNs,
    long imageLivenessNs,
    boolean deleteOnClose,
    NanoClock clock,
    EpochClock epochClock,
    ErrorHandler errors) {

  public static final int DEFAULT_TERM_BYTES = 4 * 1024 * 1024;
  public static final int MIN_TERM_BYTES = 512 * 1024;
  public static final int MAX_TERM_BYTES = 1024 * 1024 * 1024;
  public static final int DEFAULT_NETWORK_MTU_BYTES = 1408;
  public static final int MAX_NETWORK_MTU_BYTES = 65_504;
  public static final long DEFAULT_CLIENT_LIVENESS_NS = 5_000_000_000L;
  public static final long DEFAULT_IMAGE_LIVENESS_NS = 5_000_000_000L;
  public static final long MIN_LIVENESS_NS = 1_000_000_000L;

  /** Checks each value. */
  public DriverOptions {
    require(
        Integer.bitCount(termBytes) == 1
            && termBytes >= MIN_TERM_BYTES
            && termBytes <= MAX_TERM_BYTES,
        "termBytes: expected a power of two from 524288 to 1073741824, got " + termBytes);
    require(
        networkMtuBytes % 32 == 0
            && networkMtuBytes >= DEFAULT_NETWORK_MTU_BYTES
            && networkMtuBytes <= MAX_NETWORK_MTU_BYTES,
        "networkMtuBytes: expected a multiple of 32 from 1408 to 65504, got " + networkMtuBytes);
    require(
        clientLivenessNs >= MIN_LIVENESS_NS && imageLivenessNs >= MIN_LIVENESS_NS,
        "expected liveness timeouts of at least 1 s, got clientLivenessNs="
            + clientLivenessNs
            + " imageLivenessNs="
            + imageLivenessNs);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The defaults, in a directory and on threads of the caller's choice. */
  public static DriverOptions standard(
      Path directory,
      Mount mount,
      ThreadFactory threads,
      Supplier<IdleStrategy> idle,
      NanoClock clock,
      EpochClock epochClock,
      ErrorHandler errors) {
    return new DriverOptions(
        directory,
        mount,
        threads,
        idle,
        DEFAULT_TERM_BYTES,
        DEFAULT_NETWORK_MTU_BYTES,
        DEFAULT_CLIENT_LIVENESS_NS,
        DEFAULT_IMAGE_LIVENESS_NS,
        true,
        clock,
        epochClock,
        errors);
  }

  /** The same driver in another directory. */
  public DriverOptions withDirectory(Path newDirectory) {
    return new DriverOptions(
        newDirectory,
        mount,
        threads,
        idle,
        termBytes,
        networkMtuBytes,
        clientLivenessNs,
        imageLivenessNs,
        deleteOnClose,
        clock,
        epochClock,
        errors);
  }

  /** The same driver with terms of another length. */
  public DriverOptions withTermBytes(int newTermBytes) {
    return new DriverOptions(
        directory,
        mount,
        threads,
        idle,
        newTermBytes,
        networkMtuBytes,
        clientLivenessNs,
        imageLivenessNs,
        deleteOnClose,
        clock,
        epochClock,
        errors);
  }

  /** The same driver with other UDP payloads. */
  public DriverOptions withNetworkMtuBytes(int newNetworkMtuBytes) {
    return new DriverOptions(
        directory,
        mount,
        threads,
        idle,
        termBytes,
        newNetworkMtuBytes,
        clientLivenessNs,
        imageLivenessNs,
        deleteOnClose,
        clock,
        epochClock,
        errors);
  }

  /** The same driver, which leaves its directory or not. */
  public DriverOptions withDeleteOnClose(boolean newDeleteOnClose) {
    return new DriverOptions(
        directory,
        mount,
        threads,
        idle,
        termBytes,
        networkMtuBytes,
        clientLivenessNs,
        imageLivenessNs,
        newDeleteOnClose,
        clock,
        epochClock,
        errors);
  }

  /** The same driver with other timeouts for clients and streams that fell silent. */
  public DriverOptions withLivenessNs(long newClientLivenessNs, long newImageLivenessNs) {
    return new DriverOptions(
        directory,
        mount,
        threads,
        idle,
        termBytes,
        networkMtuBytes,
        newClientLivenessNs,
        newImageLivenessNs,
        deleteOnClose,
        clock,
        epochClock,
        errors);
  }
}
