package io.machinenative.axiom.natives.aes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.util.function.LongConsumer;

/**
 * Seals files and pipes of any size, in two megabytes of memory: {@link StreamFormat}. Keeps
 * nothing between streams; any thread, one at a time.
 */
public final class StreamSealer {
  private final AesKey key;
  private final SecureRandom random;
  private final GcmEngine engine;

  /**
   * @param key the caller's; each stream gets a key of its own that is derived from it
   * @param random for the salt of each stream
   */
  public StreamSealer(AesKey key, SecureRandom random) {
    this(key, random, AesGcm.engine());
  }

  StreamSealer(AesKey key, SecureRandom random, GcmEngine engine) {
    this.key = key;
    this.random = random;
    this.engine = engine;
  }

  /**
   * Seals everything that comes. The output is a whole stream only when this returns.
   *
   * @param aad authenticated with the stream, and needed to open it; may be empty
   * @param progress is told how many bytes of plaintext are sealed, after each segment
   * @return bytes of plaintext
   */
  public long seal(
      ReadableByteChannel in, WritableByteChannel out, byte[] aad, LongConsumer progress)
      throws IOException {
    byte[] header = newHeader();
    try (Arena arena = Arena.ofConfined();
        AesKey streamKey = StreamFormat.derive(key, header, aad);
        GcmContext context = AesGcm.newContext(engine)) {
      SegmentBuffer current = new SegmentBuffer(arena);
      SegmentBuffer next = new SegmentBuffer(arena);
      try {
        ByteBuffer start = ByteBuffer.wrap(header);
        while (start.hasRemaining()) {
          out.write(start);
        }
        MemorySegment nonce = arena.allocate(AesGcm.NONCE_BYTES);
        MemorySegment.copy(
            MemorySegment.ofArray(header),
            1L + StreamFormat.SALT_BYTES,
            nonce,
            0,
            StreamFormat.NONCE_PREFIX_BYTES);
        return seal(new Segments(context, streamKey, nonce), in, out, current, next, progress);
      } finally {
        current.wipe();
        next.wipe();
      }
    }
  }

  private byte[] newHeader() {
    byte[] header = new byte[StreamFormat.HEADER_BYTES];
    random.nextBytes(header);
    header[0] = StreamFormat.HEADER_BYTES;
    return header;
  }

  /** Reads one segment ahead: only then is known whether one is the last. */
  private static long seal(
      Segments segments,
      ReadableByteChannel in,
      WritableByteChannel out,
      SegmentBuffer first,
      SegmentBuffer second,
      LongConsumer progress)
      throws IOException {
    SegmentBuffer current = first;
    SegmentBuffer next = second;
    long done = 0;
    current.fill(in, plaintextMaxBytes(0));
    for (long number = 0; ; number++) {
      if (number == StreamFormat.SEGMENTS_MAX) {
        throw new IOException("expected at most " + number + " segments of 1 MiB, actual more");
      }
      next.fill(in, plaintextMaxBytes(number + 1));
      boolean last = next.filledBytes() == 0;
      int bytes = current.filledBytes();
      segments.seal(number, last, current.slice(bytes), current.slice(sealedBytes(bytes)));
      current.write(out, sealedBytes(bytes));
      done += bytes;
      progress.accept(done);
      if (last) {
        return done;
      }
      SegmentBuffer sealed = current;
      current = next;
      next = sealed;
    }
  }

  private static int plaintextMaxBytes(long number) {
    return StreamFormat.segmentMaxBytes(number) - AesGcm.TAG_BYTES;
  }

  private static int sealedBytes(int plaintextBytes) {
    return plaintextBytes + AesGcm.TAG_BYTES;
  }

  /** What all segments of a stream share. */
  private record Segments(GcmContext context, AesKey key, MemorySegment nonce) {
    void seal(long number, boolean last, MemorySegment plaintext, MemorySegment sealed) {
      StreamFormat.setNonce(nonce, number, last);
      context.seal(key, nonce, MemorySegment.NULL, plaintext, sealed);
    }
  }
}
