package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.natives.zstd.Zstd;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdException;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import io.machinenative.axiom.plugins.files.FileRoots;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/**
 * What all tools and operations of the plugin work with. Any thread.
 *
 * @param memory opens arenas that any thread may use
 * @param threads for chunks
 * @param threadsMax of one call
 * @param rules which level suits which file
 * @param chunkBytes of a frame, when not told
 * @param maxBytes that a file may become, when not told
 */
public record ZstdResources(
    FileRoots roots,
    Supplier<Arena> memory,
    ThreadFactory threads,
    int threadsMax,
    NanoClock clock,
    LevelRules rules,
    int chunkBytes,
    long maxBytes) {
  private static final long DICTIONARY_MAX_BYTES = 64 << 20;

  FrameCompressor compressor(CompressSettings settings, ZstdDictionary dictionary) {
    return new FrameCompressor(settings, dictionary, memory, threads);
  }

  /** The choice for a file of that name: what was asked for, else what the rules say. */
  LevelChoice choice(CompressSettings settings, String fileName) {
    return settings.level() == CompressSettings.BY_TYPE
        ? rules.of(fileName)
        : LevelChoice.fixed(settings.level());
  }

  /** Limits with any ratio: who reads files says how much they may become. */
  static ZstdLimits limits(long maxBytes, int maxWindowLog) {
    return new ZstdLimits(maxBytes, Long.MAX_VALUE, 0, maxWindowLog);
  }

  /**
   * Opens the dictionary that a caller names.
   *
   * @param name null for none
   * @param level 0 for the usual one
   * @return null for none; the caller closes it
   * @throws IOException when it cannot be read, or is none
   */
  ZstdDictionary dictionary(String name, int level) throws IOException {
    if (name == null) {
      return null;
    }
    Path file = roots.existing(name);
    if (Files.size(file) > DICTIONARY_MAX_BYTES) {
      throw new IOException(
          file + ": expected a dictionary of at most 64 MiB, actual " + Files.size(file));
    }
    byte[] content = Files.readAllBytes(file);
    try (Arena arena = memory.get()) {
      MemorySegment copy = arena.allocate(Math.max(1, content.length), 1);
      MemorySegment.copy(
          content, 0, copy, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, content.length);
      return Zstd.dictionary(
          copy.asSlice(0, content.length), level == 0 ? ZstdSettings.DEFAULT_LEVEL : level);
    } catch (ZstdException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
