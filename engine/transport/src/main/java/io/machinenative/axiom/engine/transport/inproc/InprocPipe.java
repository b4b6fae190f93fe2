package io.machinenative.axiom.engine.transport.inproc;

import static org.agrona.concurrent.ringbuffer.RingBufferDescriptor.TRAILER_LENGTH;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * What the two ends of a connection share: a ring each way and three flags, each written by one
 * side and read by the other. A flag that says "closed" is set after the last frame of its side was
 * committed, so whoever sees the flag and then drains the ring has seen every frame.
 *
 * <p>The rings' memory lives as long as either end refers to it.
 */
final class InprocPipe {
  private final String description;
  private final OneToOneRingBuffer toServer;
  private final OneToOneRingBuffer toClient;

  /** Written by the server; volatile, so that the client may write once it sees it. */
  private volatile boolean accepted;

  /**
   * Written by the client after its last commit; read by the server before it drains {@link
   * #toServer}.
   */
  private volatile boolean clientClosed;

  /**
   * Written by the server after its last commit; read by the client before it drains {@link
   * #toClient}.
   */
  private volatile boolean serverClosed;

  InprocPipe(String description, int ringBytes) {
    this.description = description;
    this.toServer = ring(ringBytes);
    this.toClient = ring(ringBytes);
  }

  private static OneToOneRingBuffer ring(int ringBytes) {
    return new OneToOneRingBuffer(
        new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(
                ringBytes + TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
  }

  String description() {
    return description;
  }

  OneToOneRingBuffer toServer() {
    return toServer;
  }

  OneToOneRingBuffer toClient() {
    return toClient;
  }

  void accept() {
    accepted = true;
  }

  boolean isAccepted() {
    return accepted;
  }

  void closeClient() {
    clientClosed = true;
  }

  boolean isClientClosed() {
    return clientClosed;
  }

  void closeServer() {
    serverClosed = true;
  }

  boolean isServerClosed() {
    return serverClosed;
  }
}
