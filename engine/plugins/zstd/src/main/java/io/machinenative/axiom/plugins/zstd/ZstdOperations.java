package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.plugins.files.ByteChannels;
import io.machinenative.axiom.plugins.files.ChunkPipeline;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** What the plugin offers to pipelines. Any thread. */
final class ZstdOperations {
  private final ZstdResources resources;

  @Description("How to compress.")
  record Compress(
      @Description(
              "1 to 22: more is smaller and slower; by default the plugin's setting, and what"
                  + " does not compress is stored.")
          @Constraint(optional = true, minimum = 1, maximum = 22)
          Integer level,
      @Description("Whether frames end with a checksum of their content.")
          @Constraint(optional = true, defaultValue = "true")
          boolean checksum,
      @Description("How far back to look, as a power of two; by default the level decides.")
          @Constraint(optional = true, minimum = 10, maximum = 27)
          Integer windowLog,
      @Description("Look for repetitions far apart: one frame, one thread.")
          @Constraint(optional = true, defaultValue = "false")
          boolean longDistance,
      @Description("Bytes of a frame; by default 4 MiB.")
          @Constraint(optional = true, minimum = 65_536, maximum = 67_108_864)
          Integer chunkBytes,
      @Constraint(optional = true) SearchArguments search) {}

  @Description("How much may come out.")
  record Decompress(
      @Description("Most bytes; by default the plugin's setting.")
          @Constraint(optional = true, minimum = 1)
          Long maxBytes,
      @Description("Largest window that a frame may ask for, as a power of two.")
          @Constraint(optional = true, minimum = 10, maximum = 31, defaultValue = "27")
          int maxWindowLog) {}

  private ZstdOperations(ZstdResources resources) {
    this.resources = resources;
  }

  static List<Operation> all(ZstdResources resources) {
    ZstdOperations operations = new ZstdOperations(resources);
    return List.of(
        Operation.named("zstd.compress")
            .description("Compresses into zstd frames, several at once.")
            .filter(Compress.class, operations::compress),
        Operation.named("zstd.decompress")
            .description("Decompresses zstd frames of any program, within limits.")
            .filter(Decompress.class, operations::decompress),
        Operation.named("zstd.verify")
            .description("Decompresses zstd frames, compares their checksums, and keeps nothing.")
            .sink(Decompress.class, operations::verify));
  }

  private void compress(
      Compress asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    CompressSettings settings =
        new CompressSettings(
            asked.level == null ? CompressSettings.BY_TYPE : asked.level,
            asked.checksum,
            asked.windowLog == null ? 0 : asked.windowLog,
            asked.longDistance,
            asked.chunkBytes == null ? resources.chunkBytes() : asked.chunkBytes,
            Math.clamp(context.parallelism(), 1, resources.threadsMax()),
            SearchArguments.of(asked.search));
    LevelChoice choice =
        asked.level == null ? resources.rules().ofStream() : LevelChoice.fixed(asked.level);
    try (FrameCompressor compressor = resources.compressor(settings, null)) {
      long[] readBytes = {0};
      long written =
          compressor.compress(
              in,
              out,
              choice,
              FrameCompressor.UNKNOWN_LENGTH,
              (read, wrote) -> {
                context.checkCancelled();
                readBytes[0] = read;
              });
      context.result("ratio", written == 0 ? 1 : (double) readBytes[0] / written);
      context.result("level", choice.level());
      context.count("storedChunks", compressor.storedChunks());
    }
  }

  private void decompress(
      Decompress asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    long most = asked.maxBytes == null ? resources.maxBytes() : asked.maxBytes;
    ChunkPipeline.Progress progress = (read, written) -> context.checkCancelled();
    try (FrameDecompressor decompressor =
        new FrameDecompressor(ZstdResources.limits(most, asked.maxWindowLog), null)) {
      decompressor.decompress(in, out, progress);
    }
  }

  private void verify(
      Decompress asked, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    decompress(asked, in, ByteChannels.nowhere(), context);
  }
}
