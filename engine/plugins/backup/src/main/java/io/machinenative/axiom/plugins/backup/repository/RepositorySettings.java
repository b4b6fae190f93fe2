package io.machinenative.axiom.plugins.backup.repository;

import io.machinenative.axiom.plugins.backup.chunk.ChunkSizes;
import io.machinenative.axiom.plugins.backup.format.ByteSink;
import io.machinenative.axiom.plugins.backup.format.ByteSource;
import io.machinenative.axiom.plugins.backup.format.DamagedException;

/**
 * What is chosen once for a repository, for equal content has to become equal chunks.
 *
 * @param chunkSizes of content
 * @param packBytes how long packs of content become: 1 MiB to 512 MiB. Longer ones are fewer files;
 *     each thread that writes holds one in memory
 */
public record RepositorySettings(ChunkSizes chunkSizes, int packBytes) {
  /** Chunks of 1 MiB, packs of 16 MiB. */
  public static final RepositorySettings DEFAULT =
      new RepositorySettings(ChunkSizes.DEFAULT, 16 << 20);

  private static final int PACK_LEAST_BYTES = 1 << 20;
  private static final int PACK_MOST_BYTES = 512 << 20;

  public RepositorySettings {
    if (packBytes < PACK_LEAST_BYTES || packBytes > PACK_MOST_BYTES) {
      throw new IllegalArgumentException(
          "packBytes: expected %d to %d, actual %d"
              .formatted(PACK_LEAST_BYTES, PACK_MOST_BYTES, packBytes));
    }
  }

  byte[] encode() {
    ByteSink sink = new ByteSink(32);
    sink.varint(chunkSizes.minBytes()).varint(chunkSizes.normalBytes());
    return sink.varint(chunkSizes.maxBytes()).varint(packBytes).toArray();
  }

  static RepositorySettings decode(byte[] content) throws DamagedException {
    ByteSource source = new ByteSource("config", content);
    try {
      ChunkSizes sizes =
          new ChunkSizes(
              Math.toIntExact(source.varint()),
              Math.toIntExact(source.varint()),
              Math.toIntExact(source.varint()));
      RepositorySettings settings = new RepositorySettings(sizes, Math.toIntExact(source.varint()));
      source.requireEnd();
      return settings;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new DamagedException("config: " + e.getMessage(), e);
    }
  }
}
