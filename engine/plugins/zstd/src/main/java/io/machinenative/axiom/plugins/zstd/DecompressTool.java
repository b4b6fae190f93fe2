package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.natives.zstd.ZstdDictionary;
import io.machinenative.axiom.natives.zstd.ZstdLimits;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import io.machinenative.axiom.plugins.files.FileTransform;
import io.machinenative.axiom.plugins.files.PathPatterns;
import io.machinenative.axiom.plugins.files.ReadProgress;
import io.machinenative.axiom.plugins.files.WorkReport;
import io.machinenative.axiom.plugins.files.WorkTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code zstd.decompress}: the opposite of {@code zstd.compress}. Any thread. */
final class DecompressTool implements TypedHandler<DecompressTool.Request, WorkReport> {
  private final ZstdResources resources;

  @Description("What to decompress, and how much it may become.")
  record Request(
      @Description("The file or folder to decompress; of a folder, the files that end with .zst.")
          @Constraint(minLength = 1)
          String source,
      @Description("The file or folder to make; by default the source without .zst.")
          @Constraint(optional = true)
          String target,
      @Description("Most bytes that a file may become; by default the plugin's setting.")
          @Constraint(optional = true, minimum = 1)
          Long maxBytes,
      @Description("Largest window that a frame may ask for, as a power of two.")
          @Constraint(optional = true, minimum = 10, maximum = 31, defaultValue = "27")
          int maxWindowLog,
      @Description("The dictionary's file that it was compressed with.")
          @Constraint(optional = true)
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
      @Description("Whether a source is deleted when what it becomes is on the disk.")
          @Constraint(optional = true, defaultValue = "false")
          boolean removeSource) {}

  private DecompressTool(ZstdResources resources) {
    this.resources = resources;
  }

  static Tool tool(ZstdResources resources) {
    return Tool.named("zstd.decompress")
        .title("Decompress files")
        .description(
            "Decompresses a zstd file of any program, or a folder of them with its tree kept."
                + " Limits how much a file may become. A damaged or incomplete file is named, and"
                + " nothing of it appears.")
        .blocking()
        .destructive()
        .typed(
            Request.class, WorkReport.class, new ExplainedErrors<>(new DecompressTool(resources)))
        .build();
  }

  @Override
  public WorkReport handle(Request request, CallContext call) throws IOException {
    Path source = resources.roots().existing(request.source());
    Path target =
        resources.roots().writable(CompressTool.ENDING.originOf(source, request.target()));
    PathPatterns patterns = new PathPatterns(request.include(), request.exclude());
    ZstdLimits limits =
        ZstdResources.limits(
            request.maxBytes() == null ? resources.maxBytes() : request.maxBytes(),
            request.maxWindowLog());
    WorkTally tally = new WorkTally(resources.clock().nanoTime());
    double total = Files.isDirectory(source) ? Double.NaN : Files.size(source);
    try (ZstdDictionary dictionary = resources.dictionary(request.dictionary(), 0);
        FrameDecompressor decompressor = new FrameDecompressor(limits, dictionary)) {
      FileTransform.Plan plan =
          new FileTransform.Plan(
              source,
              target,
              patterns::matches,
              request.overwrite(),
              CompressTool.ENDING::takenFrom,
              false,
              request.removeSource());
      new FileTransform(
              plan,
              (file, in, out, watch) -> decompressor.decompress(in, out, new ReadProgress(watch)),
              new CallWatch(call, total),
              tally)
          .run();
    }
    return tally.report(resources.clock().nanoTime());
  }
}
