package io.machinenative.axiom.benchmarks.cli;

import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import io.machinenative.axiom.benchmarks.swap.SwapBench;
import io.machinenative.axiom.benchmarks.swap.SwapNumbers;
import io.machinenative.axiom.benchmarks.swap.SwapPlan;
import io.machinenative.axiom.engine.cli.CommandFailure;
import io.machinenative.axiom.engine.cli.ExitCode;
import io.machinenative.axiom.engine.cli.Terminal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code axiom bench swap}: versions of a plugin follow each other while calls go on. */
@Command(
    name = "swap",
    description = {
      "Swaps versions of a plugin's jar while calls come at a given rate. Each call is numbered,"
          + " and",
      "must be answered once, by a version that is not older than the one that served when it was",
      "sent. Shows what a swap costs the calls, and whether the old version is gone."
    },
    mixinStandardHelpOptions = true)
public final class SwapCommand implements Callable<Integer> {
  private static final String HALF = "half";
  private static final double NS_PER_US = 1e3;
  private static final double NS_PER_MS = 1e6;
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  @Spec private CommandSpec spec;

  @Option(
      names = "--swaps",
      defaultValue = "1000",
      paramLabel = "COUNT",
      description = "Measured (default: ${DEFAULT-VALUE}).")
  private int swaps;

  @Option(
      names = "--rate",
      defaultValue = HALF,
      paramLabel = "half|CALLS",
      description =
          "Calls a second; half of what a closed loop reaches before (default: ${DEFAULT-VALUE}).")
  private String rate;

  @Option(
      names = {"--transport", "--carrier"},
      defaultValue = "ipc",
      paramLabel = "inproc|ipc|udp|tcp",
      description = "What carries the calls (default: ${DEFAULT-VALUE}).")
  private Transport transport;

  @Option(
      names = "--mode",
      defaultValue = "inline",
      paramLabel = "inline|worker",
      description = "Where the tool runs (default: ${DEFAULT-VALUE}).")
  private Mode mode;

  @Option(
      names = "--payload",
      defaultValue = "64",
      paramLabel = "BYTES",
      description = "Of a request and of its reply (default: ${DEFAULT-VALUE}).")
  private int payloadBytes;

  @Option(
      names = "--pause",
      defaultValue = "20",
      paramLabel = "MS",
      description = "Quiet time between two swaps, to compare with (default: ${DEFAULT-VALUE}).")
  private int pauseMs;

  @Option(
      names = "--collect-every",
      defaultValue = "10",
      paramLabel = "SWAPS",
      description =
          "Collects the heap after so many swaps, and looks for what is left of old versions"
              + " (default: ${DEFAULT-VALUE}).")
  private int swapsPerCollection;

  @Option(
      names = "--warmup-swaps",
      defaultValue = "50",
      paramLabel = "COUNT",
      description = "Not measured (default: ${DEFAULT-VALUE}).")
  private int warmupSwaps;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Conditions conditions = Conditions.ofThisHost();
    Terminal terminal = BenchCommand.terminal(spec);
    SwapPlan plan = plan();
    Path folder = temporaryFolder();
    try {
      SwapNumbers numbers = new SwapBench(plan, folder, terminal::progress).run();
      Map<String, Object> answer = answer(numbers, conditions);
      if (json) {
        terminal.printJson(answer);
      } else {
        answer.forEach((name, value) -> terminal.print(name.replace('_', ' ') + ": " + value));
      }
      if (!numbers.calls().firstFault().isEmpty()) {
        terminal.note("first fault: " + numbers.calls().firstFault());
      }
      return numbers.isRight() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IllegalStateException e) {
      throw new CommandFailure(ExitCode.FAILED, e.getMessage());
    } finally {
      IoUtil.delete(folder.toFile(), true);
      IoUtil.delete(new File(folder.resolve("aeron") + ".lock"), true);
    }
  }

  private SwapPlan plan() {
    try {
      return new SwapPlan(
          swaps,
          transport,
          mode,
          payloadBytes,
          rate.equals(HALF) ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(rate)),
          TimeUnit.MILLISECONDS.toNanos(pauseMs),
          swapsPerCollection,
          warmupSwaps);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static Path temporaryFolder() {
    try {
      String prefix = "axiom-bench-swap-";
      return Files.isWritable(SHARED_MEMORY)
          ? Files.createTempDirectory(SHARED_MEMORY, prefix)
          : Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> answer(SwapNumbers numbers, Conditions conditions) {
    Map<String, Object> answer = new LinkedHashMap<>();
    SwapNumbers.NumberedOutcome calls = numbers.calls();
    answer.put("swaps", numbers.plan().swaps());
    answer.put("calls", calls.completed());
    answer.put("failed_calls", calls.failed());
    answer.put("repeated_calls", calls.repeated());
    answer.put("stale_calls", calls.stale());
    numbers
        .capacity()
        .ifPresent(capacity -> answer.put("capacity_calls_per_s", Math.round(capacity)));
    answer.put("rate_calls_per_s", Math.round(numbers.rate()));
    long quietNs = calls.quietNs().getValueAtPercentile(99);
    long swapNs = calls.swapNs().getValueAtPercentile(99);
    answer.put("added_p99_ms", rounded(Math.max(0, swapNs - quietNs), NS_PER_MS));
    answer.put("quiet_us", percentiles(calls.quietNs(), NS_PER_US));
    answer.put("swap_us", percentiles(calls.swapNs(), NS_PER_US));
    answer.put("init_p99_ms", rounded(numbers.initNs().getValueAtPercentile(99), NS_PER_MS));
    answer.put(
        "teardown_p99_ms", rounded(numbers.teardownNs().getValueAtPercentile(99), NS_PER_MS));
    answer.put("open_ms", percentiles(numbers.openNs(), NS_PER_MS));
    answer.put("init_ms", percentiles(numbers.initNs(), NS_PER_MS));
    answer.put("switch_ms", percentiles(numbers.switchNs(), NS_PER_MS));
    answer.put("drain_ms", percentiles(numbers.drainNs(), NS_PER_MS));
    answer.put("teardown_ms", percentiles(numbers.teardownNs(), NS_PER_MS));
    answer.put("swaps_not_drained", numbers.undrained());
    answer.put("engine_errors", numbers.errors());
    putLeft(answer, numbers.left());
    putConditions(answer, numbers.plan(), conditions);
    return answer;
  }

  private static void putLeft(Map<String, Object> answer, SwapNumbers.Left left) {
    answer.put("loaders_collected", left.loadersCollected());
    answer.put("loaders_late", left.loadersLate());
    answer.put("loaders_left", left.loadersLeft());
    answer.put("jars_open_at_most", left.jarsOpenMost());
    answer.put("metaspace_first_bytes", left.metaspaceFirstBytes());
    answer.put("metaspace_last_bytes", left.metaspaceLastBytes());
    answer.put("metaspace_bytes_per_swap", Math.round(left.metaspaceBytesPerSwap() * 10) / 10.0);
  }

  private static void putConditions(
      Map<String, Object> answer, SwapPlan plan, Conditions conditions) {
    answer.put("transport", plan.transport().label());
    answer.put("mode", plan.mode().label());
    answer.put("payload_bytes", plan.payloadBytes());
    answer.put("cores", conditions.cores());
    answer.put("cpu", conditions.cpu());
    answer.put("load_average", conditions.loadAverage());
    answer.put("java", conditions.java());
    answer.put("commit", conditions.commit().orElse("unknown"));
  }

  private static Map<String, Object> percentiles(Histogram timesNs, double unitNs) {
    Map<String, Object> percentiles = new LinkedHashMap<>();
    percentiles.put("p50", rounded(timesNs.getValueAtPercentile(50), unitNs));
    percentiles.put("p99", rounded(timesNs.getValueAtPercentile(99), unitNs));
    percentiles.put("p999", rounded(timesNs.getValueAtPercentile(99.9), unitNs));
    percentiles.put("max", rounded(timesNs.getMaxValue(), unitNs));
    return percentiles;
  }

  private static double rounded(long ns, double unitNs) {
    return Math.round(ns / unitNs * 1000) / 1000.0;
  }
}
