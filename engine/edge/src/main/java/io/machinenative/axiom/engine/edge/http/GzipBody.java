package io.machinenative.axiom.engine.edge.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A body that was compressed by gzip, or why there is none: a few bytes can become gigabytes, so it
 * is read to its limit and not further.
 *
 * @param refusal status of HTTP; 0 for none
 */
record GzipBody(byte[] bytes, int length, int refusal) {
  private static final int FIRST_FACTOR = 4;

  /** Inflates; at most {@code maxBytes} come of it. */
  static GzipBody of(byte[] compressed, int compressedBytes, int maxBytes) {
    byte[] bytes = new byte[(int) Math.min(maxBytes + 1L, (long) compressedBytes * FIRST_FACTOR)];
    int length = 0;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(compressed, 0, compressedBytes))) {
      while (true) {
        int count = in.read(bytes, length, bytes.length - length);
        if (count < 0) {
          return new GzipBody(bytes, length, 0);
        }
        length += count;
        if (length > maxBytes) {
          return refused(413);
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes + 1L, 2L * length));
        }
      }
    } catch (IOException _) {
      return refused(400); // it is no gzip, or a part of it
    }
  }

  private static GzipBody refused(int status) {
    return new GzipBody(Answers.NONE, 0, status);
  }
}
