package io.machinenative.axiom.plugins.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Adds up a {@link WorkReport}. One thread's. */
public final class WorkTally {
  private static final int LINES_MAX = 100;

  private final long startNs;
  private final List<String> artifacts = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long files;
  private long skipped;
  private long failed;
  private long inputBytes;
  private long outputBytes;
  private long warningsLeftOut;

  /**
   * @param startNs when it began
   */
  public WorkTally(long startNs) {
    this.startNs = startNs;
  }

  /** A file is done. */
  public void done(Path artifact, long readBytes, long writtenBytes) {
    files++;
    inputBytes += readBytes;
    outputBytes += writtenBytes;
    if (artifact != null && artifacts.size() < LINES_MAX) {
      artifacts.add(artifact.toString());
    }
  }

  /** A file was left alone, as was to be expected. */
  public void skipped() {
    skipped++;
  }

  /** A file failed. */
  public void failed(Path file, String why) {
    failed++;
    warn(file + ": " + why);
  }

  /** Something that somebody should know. */
  public void warn(String line) {
    if (warnings.size() < LINES_MAX - 1) {
      warnings.add(line);
    } else {
      warningsLeftOut++;
    }
  }

  public long files() {
    return files;
  }

  public long inputBytes() {
    return inputBytes;
  }

  public long outputBytes() {
    return outputBytes;
  }

  /** What it came to until now. */
  public WorkReport report(long nowNs) {
    long elapsedNs = Math.max(1, nowNs - startNs);
    List<String> lines = new ArrayList<>(warnings);
    if (warningsLeftOut > 0) {
      lines.add(warningsLeftOut + " more");
    }
    return new WorkReport(
        outcome(),
        files,
        skipped,
        failed,
        inputBytes,
        outputBytes,
        outputBytes == 0 ? 0 : (double) inputBytes / outputBytes,
        elapsedNs / 1e6,
        inputBytes * 1e3 / elapsedNs,
        List.copyOf(artifacts),
        lines);
  }

  private WorkOutcome outcome() {
    if (failed > 0) {
      return files > 0 ? WorkOutcome.PARTIAL_SUCCESS : WorkOutcome.FAILED;
    }
    return files > 0 ? WorkOutcome.SUCCESS : WorkOutcome.SKIPPED;
  }
}
