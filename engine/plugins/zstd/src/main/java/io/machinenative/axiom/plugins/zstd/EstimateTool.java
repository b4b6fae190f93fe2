package io.machinenative.axiom.plugins.zstd;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.api.TypedHandler;
import io.machinenative.axiom.natives.zstd.ZstdSettings;
import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ExplainedErrors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code zstd.estimate}: what levels would come to, measured on samples. Any thread. */
final class EstimateTool implements TypedHandler<EstimateTool.Request, EstimateTool.Reply> {
  /** What a level must reach to be recommended. */
  private static final double ENOUGH_MB_PER_SECOND = 125;

  private final ZstdResources resources;

  @Description("What to estimate.")
  record Request(
      @Description("The file or folder to take samples of.") @Constraint(minLength = 1)
          String source,
      @Description("The levels to measure, 1 to 22.")
          @Constraint(optional = true, minLength = 1, maxLength = 22, defaultValue = "[1,3,6,9,12]")
          List<Integer> levels,
      @Description("Most bytes to sample.")
          @Constraint(
              optional = true,
              minimum = 65_536,
              maximum = 67_108_864,
              defaultValue = "8388608")
          int sampleBytes) {}

  @Description("What one level comes to.")
  record Level(
      @Description("The level.") int level,
      @Description("Input divided by output, of the samples.") double ratio,
      @Description("Compressing on one thread, in megabytes (10^6 bytes) of input a second.")
          double mbPerSecond,
      @Description("Bytes that the whole source would become.") long estimatedBytes) {}

  @Description("What the levels come to.")
  record Reply(
      @Description("Files that the source has.") long files,
      @Description("Bytes that the source has.") long bytes,
      @Description("Bytes that were compressed to tell.") long sampledBytes,
      @Description("In the order in which they were asked for.") List<Level> levels,
      @Description(
              "The level that saves most and still reaches 125 MB/s on one thread; the fastest"
                  + " one when none does.")
          int recommendedLevel,
      @Description("What led to it.") String reason) {}

  private EstimateTool(ZstdResources resources) {
    this.resources = resources;
  }

  static Tool tool(ZstdResources resources) {
    return Tool.named("zstd.estimate")
        .title("Estimate compression")
        .description(
            "Compresses samples from all over a file or folder at several levels, and tells the"
                + " ratio, the speed and the size that each would come to, and which one to take.")
        .blocking()
        .readOnly()
        .typed(Request.class, Reply.class, new ExplainedErrors<>(new EstimateTool(resources)))
        .build();
  }

  @Override
  public Reply handle(Request request, CallContext call) throws IOException {
    Path source = resources.roots().existing(request.source());
    CallWatch watch = new CallWatch(call, Double.NaN);
    try (Arena arena = resources.memory().get();
        SampleSet samples = SampleSet.of(source, request.sampleBytes(), arena, watch)) {
      List<Level> levels = new ArrayList<>();
      for (int level : request.levels()) {
        if (level < 1 || level > ZstdSettings.MAX_LEVEL) {
          throw ToolException.invalid("levels: expected 1 to 22, actual " + level);
        }
        watch.requireWanted();
        levels.add(measure(samples, level));
      }
      Level recommended = recommended(levels);
      return new Reply(
          samples.files(),
          samples.totalBytes(),
          samples.sampledBytes(),
          levels,
          recommended.level,
          String.format(
              "level %d: ratio %.2f at %.0f MB/s on one thread",
              recommended.level, recommended.ratio, recommended.mbPerSecond));
    }
  }

  private Level measure(SampleSet samples, int level) {
    long start = resources.clock().nanoTime();
    long compressed = samples.compressedBytes(level);
    long elapsedNs = Math.max(1, resources.clock().nanoTime() - start);
    double ratio = compressed == 0 ? 1 : (double) samples.sampledBytes() / compressed;
    return new Level(
        level,
        ratio,
        samples.sampledBytes() * 1e3 / elapsedNs,
        Math.round(samples.totalBytes() / ratio));
  }

  private static Level recommended(List<Level> levels) {
    Level best = null;
    for (Level level : levels) {
      boolean enough = level.mbPerSecond >= ENOUGH_MB_PER_SECOND;
      boolean bestEnough = best != null && best.mbPerSecond >= ENOUGH_MB_PER_SECOND;
      if (best == null
          || (enough && (!bestEnough || level.ratio > best.ratio))
          || (!enough && !bestEnough && level.mbPerSecond > best.mbPerSecond)) {
        best = level;
      }
    }
    return best;
  }
}
