package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.zstd.ZstdChannels;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.plugins.zstd.CompressSettings;
import io.machinenative.axiom.plugins.zstd.FrameCompressor;
import io.machinenative.axiom.plugins.zstd.LevelChoice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many threads compress, as the zstd program takes it. */
final class ZstdThreadOptions {
  @Option(
      names = {"-T", "--threads"},
      paramLabel = "N",
      description = {
        "Compresses frames of 4 MiB on N threads, 0: one a core.",
        "Without it, all is one frame on one thread."
      })
  private Optional<Integer> threads = Optional.empty();

  /** Whether frames are to be made, and not one. */
  boolean areGiven() {
    return threads.isPresent();
  }

  /** Compresses into frames. */
  void compress(
      ReadableByteChannel in,
      WritableByteChannel out,
      int level,
      boolean checksum,
      ZstdDictionary dictionary,
      ZstdChannels.Progress progress)
      throws IOException {
    int count = threads.orElseThrow();
    CompressSettings settings =
        new CompressSettings(
            CompressSettings.BY_TYPE,
            checksum,
            0,
            false,
            CompressSettings.DEFAULT_CHUNK_BYTES,
            count == 0 ? Runtime.getRuntime().availableProcessors() : count);
    LevelChoice choice = new LevelChoice(level, false, "as asked for");
    try (FrameCompressor compressor =
        new FrameCompressor(
            settings, dictionary, Arena::ofShared, Thread.ofPlatform().daemon().factory())) {
      compressor.compress(in, out, choice, FrameCompressor.UNKNOWN_LENGTH, progress::at);
    }
  }
}
