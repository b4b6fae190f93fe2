package io.machinenative.axiom.plugins.backup.tree;

import io.machinenative.axiom.plugins.backup.format.ChunkId;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks that a file is made of.
 *
 * @param ids one behind the other; not copied
 * @param rawBytes of each; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Content(byte[] ids, int[] rawBytes) {
  public static final Content EMPTY = new Content(new byte[0], new int[0]);

  public Content {
    assert ids.length == rawBytes.length * ChunkId.BYTES : ids.length;
  }

  public int chunkCount() {
    return rawBytes.length;
  }

  public byte[] id(int chunk) {
    return Arrays.copyOfRange(ids, chunk * ChunkId.BYTES, (chunk + 1) * ChunkId.BYTES);
  }

  public long bytes() {
    long bytes = 0;
    for (int raw : rawBytes) {
      bytes += raw;
    }
    return bytes;
  }

  /** One behind the other. */
  public static Content join(List<Content> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    int chunks = parts.stream().mapToInt(Content::chunkCount).sum();
    byte[] ids = new byte[chunks * ChunkId.BYTES];
    int[] rawBytes = new int[chunks];
    int at = 0;
    for (Content part : parts) {
      System.arraycopy(part.ids, 0, ids, at * ChunkId.BYTES, part.ids.length);
      System.arraycopy(part.rawBytes, 0, rawBytes, at, part.rawBytes.length);
      at += part.chunkCount();
    }
    return new Content(ids, rawBytes);
  }
}
