package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import io.machinenative.axiom.plugins.files.FileEnding;
import io.machinenative.axiom.plugins.files.FileTransform;
import io.machinenative.axiom.plugins.files.PathPatterns;
import io.machinenative.axiom.plugins.files.ReadProgress;
import io.machinenative.axiom.plugins.files.WorkReport;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code zstd.compress}: a file, or a folder file by file. Any thread; runs where it may wait. */
final class CompressTool implements TypedHandler<CompressTool.Request, WorkReport> {
  /** What compressed files end with. */
  static final FileEnding ENDING = new FileEnding(".zst");

  private final ZstdResources resources;

  @Description("What to compress, and how.")
  record Request(
      @Description("The file or folder to compress.") @Constraint(minLength = 1) String source,
      @Description(
              "The file or folder to make; by default beside the source, with .zst at its end.")
          @Constraint(optional = true)
          String target,
      @Description(
              "1 to 22: more is smaller and slower. By default chosen by what each file is, and"
                  + " what does not compress is stored.")
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
      @Description("Threads that compress at once; by default as many as the plugin may have.")
          @Constraint(optional = true, minimum = 1, maximum = 64)
          Integer threads,
      @Constraint(optional = true) SearchArguments search,
      @Description("A dictionary's file, which reading needs as well.") @Constraint(optional = true)
          String dictionary,
      @Description("Of a folder: globs of the files that are meant; by default all.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> include,
      @Description("Of a folder: globs of the files that are left out.")
          @Constraint(optional = true, defaultValue = "[]")
          List<String> exclude,
      @Description("Whether files that are there may be replaced.")
          @Constraint(optional = true, defaultValue = "false")
          boolean overwrite,
      @Description("Whether a source is deleted when its compressed file is on the disk.")
          @Constraint(optional = true, defaultValue = "false")
          boolean removeSource) {
    CompressSettings settings(ZstdResources resources) {
      return new CompressSettings(
          level == null ? CompressSettings.BY_TYPE : level,
          checksum,
          windowLog == null ? 0 : windowLog,
          longDistance,
          chunkBytes == null ? resources.chunkBytes() : chunkBytes,
          threads == null ? resources.threadsMax() : Math.min(threads, resources.threadsMax()),
          SearchArguments.of(search));
    }
  }

  private CompressTool(ZstdResources resources) {
    this.resources = resources;
  }

  static Tool tool(ZstdResources resources) {
    return Tool.named("zstd.compress")
        .title("Compress files")
        .description(
            "Compresses a file, or a folder file by file with its tree kept, with zstd: frames of"
                + " 4 MiB in parallel, checksums on, level by type. The zstd program reads what"
                + " comes out. A file appears only when all of it is on the disk.")
        .blocking()
        .destructive()
        .typed(Request.class, WorkReport.class, new ExplainedErrors<>(new CompressTool(resources)))
        .build();
  }

  @Override
  public WorkReport handle(Request request, CallContext call) throws IOException {
    Path source = resources.roots().existing(request.source());
    Path target = resources.roots().writable(ENDING.targetOf(source, request.target()));
    PathPatterns patterns = new PathPatterns(request.include(), request.exclude());
    CompressSettings settings = request.settings(resources);
    WorkTally tally = new WorkTally(resources.clock().nanoTime());
    double total = Files.isDirectory(source) ? Double.NaN : Files.size(source);
    try (ZstdDictionary dictionary = resources.dictionary(request.dictionary(), settings.level());
        FrameCompressor compressor = resources.compressor(settings, dictionary)) {
      FileTransform.Plan plan =
          new FileTransform.Plan(
              source,
              target,
              patterns::matches,
              request.overwrite(),
              ENDING::addedTo,
              false,
              request.removeSource());
      new FileTransform(
              plan,
              (file, in, out, watch) -> {
                ReadProgress progress = new ReadProgress(watch);
                return compressor.compress(
                    in,
                    out,
                    resources.choice(settings, file.getFileName().toString()),
                    in.size(),
                    progress);
              },
              new CallWatch(call, total),
              tally)
          .run();
      if (compressor.storedChunks() > 0) {
        tally.warn(compressor.storedChunks() + " chunks did not compress, and were stored");
      }
    }
    return tally.report(resources.clock().nanoTime());
  }
}
