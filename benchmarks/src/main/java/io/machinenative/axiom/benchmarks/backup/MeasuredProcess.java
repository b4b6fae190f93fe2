package io.machinenative.axiom.benchmarks.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program and looks at it: how long, with how much CPU time and memory. The last two are
 * read from {@code /proc} every few milliseconds while it runs, and are not known elsewhere.
 */
public final class MeasuredProcess {
  private static final long LOOK_MS = 5;
  private static final double TICKS_A_SECOND = 100;
  private static final int UTIME = 11;
  private static final int STIME = 12;

  /**
   * What a run took.
   *
   * @param peakBytes most memory that was resident, NaN when not known
   */
  public record Cost(double seconds, double cpuSeconds, double peakBytes) {
    static Cost best(Cost one, Cost other) {
      return one == null || other.seconds < one.seconds ? other : one;
    }
  }

  private MeasuredProcess() {}

  /**
   * Runs a program to its end.
   *
   * @throws IOException when it does not end with 0; names its last words
   */
  static Cost run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("axiom-bench-backup-", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      long startNs = System.nanoTime();
      Process process = builder.start();
      double cpuSeconds = Double.NaN;
      double peakBytes = Double.NaN;
      while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
        double cpu = cpuSeconds(process.pid());
        double peak = peakBytes(process.pid());
        cpuSeconds = Double.isNaN(cpu) ? cpuSeconds : cpu;
        peakBytes = Double.isNaN(peak) ? peakBytes : peak;
      }
      double seconds = (System.nanoTime() - startNs) / 1e9;
      if (process.exitValue() != 0) {
        String said = Files.readString(output);
        throw new IOException(
            "%s ended with %d: %s"
                .formatted(
                    String.join(" ", command),
                    process.exitValue(),
                    said.substring(Math.max(0, said.length() - 2000))));
      }
      return new Cost(seconds, cpuSeconds, peakBytes);
    } finally {
      Files.delete(output);
    }
  }

  private static double cpuSeconds(long pid) {
    String stat = read("/proc/" + pid + "/stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
    return fields.length <= STIME
        ? Double.NaN
        : (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_A_SECOND;
  }

  private static double peakBytes(long pid) {
    return read("/proc/" + pid + "/status")
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Empty when the process has ended, or the system has no such files. */
  private static String read(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
