package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.plugins.files.ByteChannels;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import io.machinenative.axiom.plugins.files.FileTransform;
import io.machinenative.axiom.plugins.files.FileTree;
import io.machinenative.axiom.plugins.files.ReadProgress;
import io.machinenative.axiom.plugins.files.WorkReport;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code zstd.verify}: reads files to their ends, and keeps nothing. Any thread. */
final class VerifyTool implements TypedHandler<VerifyTool.Request, WorkReport> {
  /** Where a frame says of itself what it has: RFC 8878, 3.1.1.1.1. */
  private static final int DESCRIPTOR_AT = 4;

  private static final int CHECKSUM_FLAG = 0b100;

  private final ZstdResources resources;

  @Description("What to verify.")
  record Request(
      @Description("The file or folder to verify; of a folder, the files that end with .zst.")
          @Constraint(minLength = 1)
          String source,
      @Description("Largest window that a frame may ask for, as a power of two.")
          @Constraint(optional = true, minimum = 10, maximum = 31, defaultValue = "27")
          int maxWindowLog,
      @Description("The dictionary's file that it was compressed with.")
          @Constraint(optional = true)
          String dictionary) {}

  private VerifyTool(ZstdResources resources) {
    this.resources = resources;
  }

  static Tool tool(ZstdResources resources) {
    return Tool.named("zstd.verify")
        .title("Verify compressed files")
        .description(
            "Decompresses a zstd file, or all those of a folder, without writing anything, and"
                + " compares the checksums that they carry. Names each file that is damaged,"
                + " incomplete, or has no checksum to compare with.")
        .blocking()
        .readOnly()
        .typed(Request.class, WorkReport.class, new ExplainedErrors<>(new VerifyTool(resources)))
        .build();
  }

  @Override
  public WorkReport handle(Request request, CallContext call) throws IOException {
    Path source = resources.roots().existing(request.source());
    ZstdLimits limits = ZstdResources.limits(resources.maxBytes(), request.maxWindowLog());
    WorkTally tally = new WorkTally(resources.clock().nanoTime());
    CallWatch watch = new CallWatch(call, Double.NaN);
    try (ZstdDictionary dictionary = resources.dictionary(request.dictionary(), 0);
        FrameDecompressor decompressor = new FrameDecompressor(limits, dictionary)) {
      if (Files.isDirectory(source)) {
        FileTree.walk(
            source,
            watch,
            tally,
            (file, relative) -> {
              if (!CompressTool.ENDING.isOf(file)) {
                tally.skipped();
              } else {
                verify(file, decompressor, watch, tally);
              }
            });
      } else {
        verify(source, decompressor, watch, tally);
      }
    }
    return tally.report(resources.clock().nanoTime());
  }

  private static void verify(
      Path file, FrameDecompressor decompressor, CallWatch watch, WorkTally tally) {
    try (FileChannel in = FileChannel.open(file)) {
      if (!hasChecksum(in)) {
        tally.warn(file + ": its first frame has no checksum: only its structure was verified");
      }
      long bytes = decompressor.decompress(in, ByteChannels.nowhere(), new ReadProgress(watch));
      tally.done(null, in.position(), bytes);
    } catch (IOException e) {
      tally.failed(file, FileTransform.reason(e));
    }
  }

  private static boolean hasChecksum(FileChannel in) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(DESCRIPTOR_AT + 1);
    int bytes = in.read(start, 0);
    return bytes <= DESCRIPTOR_AT || (start.get(DESCRIPTOR_AT) & CHECKSUM_FLAG) != 0;
  }
}
