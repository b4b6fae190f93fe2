package io.machinenative.axiom.natives.aes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Opens what a {@link StreamSealer} or Tink has sealed, in three megabytes of memory. Keeps nothing
 * between streams; any thread, one at a time.
 *
 * <p>A segment is written when its tag is right, and not before. That a stream was cut shows at its
 * end: whoever must not act on a part keeps the output to himself until this returns.
 */
public final class StreamOpener {
  private final List<AesKey> keys;
  private final GcmEngine engine;

  /**
   * @param keys the caller's; the first segment tells which of them it is
   */
  public StreamOpener(List<AesKey> keys) {
    this(keys, AesGcm.engine());
  }

  StreamOpener(List<AesKey> keys, GcmEngine engine) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("expected at least one key, actual none");
    }
    this.keys = List.copyOf(keys);
    this.engine = engine;
  }

  /**
   * Opens a whole stream.
   *
   * @param aad as it was sealed with
   * @param progress is told how many bytes of plaintext are written, after each segment
   * @return bytes of plaintext
   * @throws ForgedStreamException when it was changed, cut, or sealed with another key
   */
  public long open(
      ReadableByteChannel in, WritableByteChannel out, byte[] aad, LongConsumer progress)
      throws IOException {
    byte[] header = readHeader(in);
    try (Arena arena = Arena.ofConfined();
        GcmContext context = AesGcm.newContext(engine)) {
      Stream stream = new Stream(arena, context, header, aad);
      try {
        return open(stream, in, out, progress);
      } finally {
        stream.close();
      }
    }
  }

  private static byte[] readHeader(ReadableByteChannel in) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(StreamFormat.HEADER_BYTES);
    int bytes = SegmentBuffer.read(in, header);
    if (bytes < StreamFormat.HEADER_BYTES) {
      throw new ForgedStreamException(
          "expected a header of " + StreamFormat.HEADER_BYTES + " bytes, actual " + bytes);
    }
    if (header.get(0) != StreamFormat.HEADER_BYTES) {
      throw new ForgedStreamException(
          "expected a sealed stream, which begins with byte "
              + StreamFormat.HEADER_BYTES
              + ", actual "
              + (header.get(0) & 0xff));
    }
    return header.array();
  }

  /** Reads one segment ahead: only then is known whether one is the last. */
  private long open(
      Stream stream, ReadableByteChannel in, WritableByteChannel out, LongConsumer progress)
      throws IOException {
    SegmentBuffer current = stream.first;
    SegmentBuffer next = stream.second;
    long done = 0;
    current.fill(in, StreamFormat.segmentMaxBytes(0));
    for (long number = 0; ; number++) {
      next.fill(in, StreamFormat.segmentMaxBytes(number + 1));
      boolean last = next.filledBytes() == 0;
      int bytes = current.filledBytes() - AesGcm.TAG_BYTES;
      boolean genuine =
          bytes >= 0
              && number < StreamFormat.SEGMENTS_MAX
              && (number == 0
                  ? stream.openFirst(keys, last, current, bytes)
                  : stream.open(number, last, current, bytes));
      if (!genuine) {
        throw new ForgedStreamException(refusal(number, last));
      }
      stream.plain.write(out, bytes);
      done += bytes;
      progress.accept(done);
      if (last) {
        return done;
      }
      SegmentBuffer opened = current;
      current = next;
      next = opened;
    }
  }

  private String refusal(long number, boolean last) {
    String segment = "segment " + number + (last ? ", the last one," : "");
    return number == 0
        ? segment
            + " was not sealed with "
            + (keys.size() == 1 ? "this key" : "any of these keys")
            + " and this associated data, or was changed or cut"
        : segment + " is not what was sealed: it was changed, moved, or the stream was cut";
  }

  /** What all segments of a stream share. */
  private static final class Stream {
    final SegmentBuffer first;
    final SegmentBuffer second;
    final SegmentBuffer plain;
    private final GcmContext context;
    private final byte[] header;
    private final byte[] aad;
    private final MemorySegment nonce;
    private AesKey key;

    Stream(Arena arena, GcmContext context, byte[] header, byte[] aad) {
      this.context = context;
      this.header = header;
      this.aad = aad;
      first = new SegmentBuffer(arena);
      second = new SegmentBuffer(arena);
      plain = new SegmentBuffer(arena);
      nonce = arena.allocate(AesGcm.NONCE_BYTES);
      nonce
          .asSlice(0, StreamFormat.NONCE_PREFIX_BYTES)
          .copyFrom(
              MemorySegment.ofArray(header)
                  .asSlice(1L + StreamFormat.SALT_BYTES, StreamFormat.NONCE_PREFIX_BYTES));
    }

    /** Looks for the key; what a wrong one makes of a segment is wiped. */
    boolean openFirst(List<AesKey> keys, boolean last, SegmentBuffer sealed, int bytes) {
      for (AesKey candidate : keys) {
        close();
        key = StreamFormat.derive(candidate, header, aad);
        if (open(0, last, sealed, bytes)) {
          return true;
        }
      }
      return false;
    }

    boolean open(long number, boolean last, SegmentBuffer sealed, int bytes) {
      StreamFormat.setNonce(nonce, number, last);
      MemorySegment from = sealed.slice(bytes + (long) AesGcm.TAG_BYTES);
      return context.open(key, nonce, MemorySegment.NULL, from, plain.slice(bytes)) >= 0;
    }

    /** Closes the stream's key, and wipes its plaintext. */
    void close() {
      plain.wipe();
      if (key != null) {
        key.close();
        key = null;
      }
    }
  }
}
