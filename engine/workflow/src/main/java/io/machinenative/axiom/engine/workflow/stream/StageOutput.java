package io.machinenative.axiom.engine.workflow.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.NanoClock;

/**
 * What a stage writes to: a ring for each stage that reads it, or none. All get all bytes, and the
 * slowest sets the pace; one that gives up is left out. Written by one thread at a time; {@link
 * #end} belongs to the stage's thread, {@link #breakUp} to anybody.
 */
public final class StageOutput implements WritableByteChannel {
  private final int bufferBytes;
  private final NanoClock clock;
  private final StageMeter meter;
  private final List<ByteRing> rings = new ArrayList<>();
  private final List<ByteRing> readers = new CopyOnWriteArrayList<>();
  private volatile boolean open = true;

  public StageOutput(int bufferBytes, NanoClock clock, StageMeter meter) {
    this.bufferBytes = bufferBytes;
    this.clock = clock;
    this.meter = meter;
  }

  /** Before the first byte: another stage that reads. */
  public StageInput connect(StageMeter reader) {
    ByteRing ring = new ByteRing(bufferBytes, clock);
    rings.add(ring);
    readers.add(ring);
    return StageInput.of(ring, reader);
  }

  /** The input of a stage that reads from none. */
  public static StageInput unconnected(StageMeter reader) {
    return StageInput.none(reader);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (rings.isEmpty()) {
      throw new IllegalStateException("expected no output of a stage that nobody reads");
    }
    int bytes = source.remaining();
    ClosedChannelException nobody = null;
    for (ByteRing ring : readers) {
      try {
        ring.write(source.duplicate(), meter);
      } catch (ClosedChannelException e) {
        readers.remove(ring);
        nobody = e;
      }
    }
    if (readers.isEmpty() && nobody != null) {
      throw nobody;
    }
    source.position(source.limit());
    meter.wrote(bytes);
    return bytes;
  }

  /**
   * The stage writes no more. Once.
   *
   * @param whole whether it got to its end; if not, its readers fail
   */
  public void end(boolean whole) {
    open = false;
    rings.forEach(ring -> ring.endWriting(whole));
  }

  /** Every write fails from here on, and every read at the other side. */
  public void breakUp() {
    rings.forEach(ByteRing::breakUp);
  }

  /** How full the fullest of its rings is, from 0 to 1. */
  public double fill() {
    double fullest = 0;
    for (ByteRing ring : rings) {
      fullest = Math.max(fullest, (double) ring.waitingBytes() / ring.capacityBytes());
    }
    return fullest;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** Nothing: the channel ends with its stage. */
  @Override
  public void close() {
    // An operation that wraps the channel in a stream closes that; the rings are not its own.
  }
}
