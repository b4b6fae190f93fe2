package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.WireLimits;
import io.machinenative.axiom.engine.pipeline.BufferPool;
import io.machinenative.axiom.engine.pipeline.FragmentAssembler;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;

/**
 * What a {@link ClientSession} asks of the server and allows itself. Immutable, checked when made.
 *
 * @param clientName for the server's logs and limits; at most 128 bytes
 * @param credentials as the server's authenticator asks; at most 8 KiB; not copied
 * @param creditWindow calls in flight to ask for; 0 leaves it to the server. More hides latency,
 *     costs memory
 * @param maxMessageBytes longest message to take, 64 KiB to 1 GiB; 0 for the default of 16 MiB.
 *     More takes larger replies, and more memory when they come
 * @param heartbeatIntervalMs to ask for; 0 leaves it to the server. Shorter finds dead peers
 *     sooner, costs traffic
 * @param connectTimeoutNs most time from the start to an open session, above 0
 * @param deadlineGraceNs how long after its deadline a call still waits for the server's own word,
 *     at least 0. Longer gives truer statuses over slow networks, shorter ends calls sooner when
 *     the server does not answer
 */
public record SessionConfig(
    String clientName,
    byte[] credentials,
    int creditWindow,
    int maxMessageBytes,
    int heartbeatIntervalMs,
    long connectTimeoutNs,
    long deadlineGraceNs) {
  /** Most calls in flight, whatever the server grants: 64 Ki slots. */
  public static final int MAX_CREDIT_WINDOW = 64 * 1024;

  public static final long DEFAULT_CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
  public static final long DEFAULT_DEADLINE_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(20);

  public SessionConfig {
    Objects.requireNonNull(credentials, "credentials");
    checkRange(
        "bytes of the client name",
        clientName.getBytes(UTF_8).length,
        0,
        WireLimits.MAX_CLIENT_NAME_BYTES);
    checkRange("bytes of credentials", credentials.length, 0, WireLimits.MAX_CREDENTIALS_BYTES);
    checkRange("creditWindow", creditWindow, 0, MAX_CREDIT_WINDOW);
    if (maxMessageBytes == 0) {
      maxMessageBytes = WireLimits.DEFAULT_MAX_MESSAGE_BYTES;
    }
    checkRange(
        "maxMessageBytes",
        maxMessageBytes,
        WireLimits.MIN_MAX_MESSAGE_BYTES,
        WireLimits.MAX_MAX_MESSAGE_BYTES);
    if (heartbeatIntervalMs != 0) {
      checkRange(
          "heartbeatIntervalMs",
          heartbeatIntervalMs,
          WireLimits.MIN_HEARTBEAT_INTERVAL_MS,
          WireLimits.MAX_HEARTBEAT_INTERVAL_MS);
    }
    checkRange("connectTimeoutNs", connectTimeoutNs, 1, Long.MAX_VALUE / 2);
    checkRange("deadlineGraceNs", deadlineGraceNs, 0, TimeUnit.MINUTES.toNanos(1));
  }

  /** No credentials, the server's limits, 5 s to connect. */
  public static SessionConfig defaults(String clientName) {
    return new SessionConfig(
        clientName, new byte[0], 0, 0, 0, DEFAULT_CONNECT_TIMEOUT_NS, DEFAULT_DEADLINE_GRACE_NS);
  }

  /** The same with another {@code clientName}. */
  public SessionConfig withClientName(String value) {
    return new SessionConfig(
        value,
        credentials,
        creditWindow,
        maxMessageBytes,
        heartbeatIntervalMs,
        connectTimeoutNs,
        deadlineGraceNs);
  }

  /** The same with another {@code credentials}. */
  public SessionConfig withCredentials(byte[] value) {
    return new SessionConfig(
        clientName,
        value,
        creditWindow,
        maxMessageBytes,
        heartbeatIntervalMs,
        connectTimeoutNs,
        deadlineGraceNs);
  }

  /** The same with another {@code creditWindow}. */
  public SessionConfig withCreditWindow(int value) {
    return new SessionConfig(
        clientName,
        credentials,
        value,
        maxMessageBytes,
        heartbeatIntervalMs,
        connectTimeoutNs,
        deadlineGraceNs);
  }

  /** The same with another {@code maxMessageBytes}. */
  public SessionConfig withMaxMessageBytes(int value) {
    return new SessionConfig(
        clientName,
        credentials,
        creditWindow,
        value,
        heartbeatIntervalMs,
        connectTimeoutNs,
        deadlineGraceNs);
  }

  /** The same with another {@code heartbeatIntervalMs}. */
  public SessionConfig withHeartbeatIntervalMs(int value) {
    return new SessionConfig(
        clientName,
        credentials,
        creditWindow,
        maxMessageBytes,
        value,
        connectTimeoutNs,
        deadlineGraceNs);
  }

  /** The same with another {@code connectTimeoutNs}. */
  public SessionConfig withConnectTimeoutNs(long value) {
    return new SessionConfig(
        clientName,
        credentials,
        creditWindow,
        maxMessageBytes,
        heartbeatIntervalMs,
        value,
        deadlineGraceNs);
  }

  /**
   * Makes the memory for messages longer than a frame: as many as may be unfinished at once, in and
   * out, so that it is never the reason why a message cannot be taken. Taken from the system when
   * first needed.
   */
  public BufferPool newBufferPool() {
    long longestBytes = BitUtil.findNextPositivePowerOfTwo(maxMessageBytes);
    // in: messages whose fragments come; out: messages whose fragments leave
    return new BufferPool(
        maxMessageBytes,
        longestBytes * FragmentAssembler.MAX_UNFINISHED + longestBytes * Outbox.MAX_LONG_MESSAGES);
  }

  private static void checkRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "expected " + name + " from " + min + " to " + max + ", got " + value);
    }
  }
}
