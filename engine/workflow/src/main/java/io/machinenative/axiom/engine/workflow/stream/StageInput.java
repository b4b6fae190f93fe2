package io.machinenative.axiom.engine.workflow.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;

/**
 * What a stage reads from: the end of a ring, or nothing. Read by one thread at a time; {@link
 * #end} belongs to the stage's thread, {@link #breakUp} to anybody.
 */
public final class StageInput implements ReadableByteChannel {
  private static final int DRAIN_BYTES = 64 << 10;

  private final ByteRing ring;
  private final StageMeter meter;
  private volatile boolean open = true;

  private StageInput(ByteRing ring, StageMeter meter) {
    this.ring = ring;
    this.meter = meter;
  }

  /** Of a stage that reads nothing: at its end at once. */
  static StageInput none(StageMeter meter) {
    return new StageInput(null, meter);
  }

  static StageInput of(ByteRing ring, StageMeter meter) {
    return new StageInput(ring, meter);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (ring == null) {
      return -1;
    }
    int bytes = ring.read(target, meter);
    if (bytes > 0) {
      meter.read(bytes);
    }
    return bytes;
  }

  /**
   * Reads to the end and forgets what comes: only then is it known that the stage before got there
   * too.
   *
   * @return the bytes
   */
  public long drain() throws IOException {
    ByteBuffer forgotten = ByteBuffer.allocate(DRAIN_BYTES);
    long total = 0;
    for (int bytes = read(forgotten); bytes >= 0; bytes = read(forgotten.clear())) {
      total += bytes;
    }
    return total;
  }

  /** The stage reads no more. Once. */
  public void end() {
    open = false;
    if (ring != null) {
      ring.endReading();
    }
  }

  /** Every read fails from here on. */
  public void breakUp() {
    if (ring != null) {
      ring.breakUp();
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** Nothing: the channel ends with its stage. */
  @Override
  public void close() {
    // An operation that wraps the channel in a stream closes that; the ring is not its own.
  }
}
