package io.machinenative.axiom.engine.workflow.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.base.WholeFile;
import io.machinenative.axiom.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The last runs, as a file of JSON lines: each is appended as it ends, and the file is written anew
 * when it holds twice as many as are kept. A line that a crash left unfinished is left out, and
 * {@link #damagedLines} counts it. Any thread.
 */
public final class RunHistory {
  /** Runs that are kept. */
  public static final int KEPT = 1000;

  /** Fewer runs than these make no median. */
  private static final int LEAST_FOR_MEDIAN = 3;

  private static final int MEDIAN_OF = 20;

  private final Optional<Path> file;
  private final Deque<Map<?, ?>> runs = new ArrayDeque<>();
  private int lines;
  private int damagedLines;

  /**
   * Reads what is there.
   *
   * @param file empty: nothing outlives the process
   */
  public RunHistory(Optional<Path> file) throws IOException {
    this.file = file;
    if (file.isPresent() && Files.exists(file.get())) {
      load(file.get());
    }
  }

  private void load(Path path) throws IOException {
    String text = new String(Files.readAllBytes(path), UTF_8);
    for (String line : text.lines().toList()) {
      lines++;
      try {
        if (Json.read(line) instanceof Map<?, ?> run) {
          keep(run);
        } else {
          damagedLines++;
        }
      } catch (ToolException e) {
        damagedLines++;
      }
    }
    if (damagedLines > 0 || (!text.isEmpty() && !text.endsWith("\n"))) {
      rewrite(path);
    }
  }

  /** Lines that could not be read when it was opened. */
  public int damagedLines() {
    return damagedLines;
  }

  /**
   * Adds a run that is over.
   *
   * @throws IOException when it cannot be written; it is kept in memory all the same
   */
  public synchronized void add(Map<String, ?> run) throws IOException {
    keep(run);
    if (file.isEmpty()) {
      return;
    }
    Path path = file.get();
    Files.createDirectories(path.toAbsolutePath().getParent());
    lines++;
    if (lines > 2 * KEPT) {
      rewrite(path);
    } else {
      Files.writeString(
          path, Json.text(run) + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private void keep(Map<?, ?> run) {
    runs.addLast(run);
    if (runs.size() > KEPT) {
      runs.removeFirst();
    }
  }

  private void rewrite(Path path) throws IOException {
    StringBuilder texts = new StringBuilder();
    runs.forEach(run -> texts.append(Json.text(run)).append('\n'));
    WholeFile.write(path, Set.of(), texts.toString().getBytes(UTF_8));
    lines = runs.size();
  }

  /**
   * The last runs of those that count, the latest first.
   *
   * @param counts must not wait
   */
  public synchronized List<Map<?, ?>> last(int count, Predicate<Map<?, ?>> counts) {
    return runs.reversed().stream().filter(counts).limit(count).collect(Collectors.toList());
  }

  /** The run of an id. */
  public synchronized Optional<Map<?, ?>> find(String id) {
    return runs.reversed().stream().filter(run -> id.equals(run.get("id"))).findFirst();
  }

  /** What the last successful runs of a pipeline took: their median; empty for too few. */
  public synchronized OptionalLong usualNs(String pipeline) {
    return median(successful(pipeline).stream().map(run -> run.get("elapsedMs")).toList());
  }

  /** What a stage took in the last successful runs of its pipeline: the median, or 0. */
  public synchronized long usualNs(String pipeline, String stage) {
    List<Object> times = new ArrayList<>();
    for (Map<?, ?> run : successful(pipeline)) {
      for (Object each : (List<?>) run.get("stages")) {
        if (each instanceof Map<?, ?> values && stage.equals(values.get("name"))) {
          times.add(values.get("elapsedMs"));
        }
      }
    }
    return median(times).orElse(0);
  }

  private List<Map<?, ?>> successful(String pipeline) {
    return last(
        MEDIAN_OF,
        run ->
            pipeline.equals(run.get("pipeline"))
                && RunOutcome.SUCCEEDED.label().equals(run.get("outcome")));
  }

  private static OptionalLong median(List<?> timesMs) {
    List<Long> sorted =
        timesMs.stream()
            .filter(Objects::nonNull)
            .map(time -> ((Number) time).longValue())
            .sorted()
            .toList();
    return sorted.size() < LEAST_FOR_MEDIAN
        ? OptionalLong.empty()
        : OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(sorted.get(sorted.size() / 2)));
  }
}
