package io.machinenative.axiom.engine.transport.netty;

import io.machinenative.axiom.codec.FramingHeader;
import io.machinenative.axiom.codec.WireLimits;

/**
 * How the TCP carrier is built.
 *
 * @param receiveBufferBytes most that one read takes; all connections of a loop share one such
 *     buffer. Larger means fewer system calls for large messages, smaller stays in the processor's
 *     cache.
 * @param sendBufferBytes of each buffer in which frames are gathered for one write; at least the
 *     longest frame. A connection holds one only while something waits to be sent.
 * @param sendBuffersMax buffers that one loop may hold; when they are spent, claims answer with
 *     back pressure. More let more slow readers lag behind at once, and cost memory.
 * @param maxPendingBytes committed bytes of one connection that the socket has not taken, beyond
 *     which claims answer with back pressure; two send buffers may come on top. More smooth out a
 *     reader that pauses, and cost memory.
 * @param maxConnections that a listener serves at a time; further ones are closed at once
 * @param acceptBacklog connections that the system holds until the listener takes them
 * @param connectTimeoutMs after which a link gives up an address that does not answer
 * @param closeLingerMs how long a connection that was closed here may go on sending what was
 *     committed, and wait for the other side's end, before it is reset. Longer saves frames to slow
 *     readers, shorter frees the connection sooner.
 */
public record TcpOptions(
    int receiveBufferBytes,
    int sendBufferBytes,
    int sendBuffersMax,
    int maxPendingBytes,
    int maxConnections,
    int acceptBacklog,
    int connectTimeoutMs,
    int closeLingerMs) {
  /** Shortest send buffer: the longest frame and its header. */
  public static final int MIN_SEND_BUFFER_BYTES =
      WireLimits.MAX_FRAME_BYTES + FramingHeader.ENCODED_LENGTH;

  /**
   * For a server of up to a thousand clients: at most 4096 send buffers of 64 KiB, 256 MiB in all.
   */
  public static final TcpOptions DEFAULT =
      new TcpOptions(64 * 1024, MIN_SEND_BUFFER_BYTES, 4096, 1 << 20, 1024, 256, 5_000, 500);

  public TcpOptions {
    requireAtLeast("receiveBufferBytes", 1024, receiveBufferBytes);
    requireAtLeast("sendBufferBytes", MIN_SEND_BUFFER_BYTES, sendBufferBytes);
    requireAtLeast("sendBuffersMax", 2, sendBuffersMax);
    requireAtLeast("maxPendingBytes", 0, maxPendingBytes);
    requireAtLeast("maxConnections", 1, maxConnections);
    requireAtLeast("acceptBacklog", 1, acceptBacklog);
    requireAtLeast("connectTimeoutMs", 1, connectTimeoutMs);
    requireAtLeast("closeLingerMs", 0, closeLingerMs);
  }

  /** The same with another limit of connections. */
  public TcpOptions withMaxConnections(int connections) {
    return new TcpOptions(
        receiveBufferBytes,
        sendBufferBytes,
        sendBuffersMax,
        maxPendingBytes,
        connections,
        acceptBacklog,
        connectTimeoutMs,
        closeLingerMs);
  }

  /** The same with another time to connect. */
  public TcpOptions withConnectTimeoutMs(int timeoutMs) {
    return new TcpOptions(
        receiveBufferBytes,
        sendBufferBytes,
        sendBuffersMax,
        maxPendingBytes,
        maxConnections,
        acceptBacklog,
        timeoutMs,
        closeLingerMs);
  }

  private static void requireAtLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "expected " + name + " of at least " + least + ", got " + value);
    }
  }
}
