package io.machinenative.axiom.engine.workflow.report;

import io.machinenative.axiom.engine.config.Quantity;
import io.machinenative.axiom.engine.workflow.report.Advice.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What the numbers of a run say about its settings. A rule speaks only where its evidence is there:
 * every recommendation carries the numbers that led to it. Stateless but for the run; one thread.
 *
 * <p>A stage's <em>capacity</em> is the bytes that it handled in a second in which it was busy: how
 * fast it would be if it never waited.
 */
public final class Advisor {
  /** Shorter runs say little. */
  private static final long LEAST_NS = TimeUnit.MILLISECONDS.toNanos(50);

  /** A stage that is busy for so much of the time sets the pace. */
  private static final double BUSY = 0.7;

  /** Others of its stream wait so much, then. */
  private static final double WAITING = 0.25;

  /** A change is worth while when the next slowest stage is so much faster. */
  private static final double WORTH = 1.3;

  private static final double COMPUTES = 0.8;
  private static final double HARDLY_COMPUTES = 0.4;
  private static final double NOT_SMALLER = 0.97;
  private static final long SMALL_CALL_BYTES = 16 << 10;
  private static final long MANY_CALLS = 1000;
  private static final double SLOWER = 1.5;
  private static final double PERCENT = 100;

  private static final List<String> THREADS =
      List.of("threads", "parallel", "parallelism", "parts");
  private static final List<String> CHUNKS = List.of("chunkBytes", "chunkKiB", "partBytes");

  private final RunReport run;
  private final int cores;
  private final List<Advice> advice = new ArrayList<>();

  private Advisor(RunReport run, int cores) {
    this.run = run;
    this.cores = cores;
  }

  /**
   * All that can be said of a run that is over.
   *
   * @param usualNs what its last successful runs took, the median; empty when there are too few
   */
  public static List<Advice> of(RunReport run, int cores, OptionalLong usualNs) {
    Advisor advisor = new Advisor(run, cores);
    for (StageReport stage : run.stages()) {
      advisor.lookAt(stage);
    }
    advisor.lookAtRun(usualNs);
    return List.copyOf(advisor.advice);
  }

  private void lookAt(StageReport stage) {
    String cause = stage.error().isEmpty() ? stage.retriedFor() : stage.error();
    if (stage.times().lostNs() > 0 && stage.attempts() > 1 && !cause.isEmpty()) {
      add(
          Kind.RETRIES,
          stage,
          "was begun " + stage.attempts() + " times: see to the cause, " + cause,
          evidence("attempts", stage.attempts(), "lostMs", ms(stage.times().lostNs())));
    }
    if (stage.state() != StageState.SUCCEEDED || stage.times().elapsedNs() < LEAST_NS) {
      return;
    }
    notCompressible(stage);
    smallCalls(stage);
    List<StageReport> others = connected(stage);
    if (!others.isEmpty() && setsThePace(stage, others)) {
      bottleneck(stage, others);
    }
  }

  /** All other stages of its stream. */
  private List<StageReport> connected(StageReport stage) {
    String source = source(stage);
    return run.stages().stream()
        .filter(other -> other != stage && source(other).equals(source))
        .filter(other -> other.state() == StageState.SUCCEEDED)
        .toList();
  }

  private String source(StageReport stage) {
    StageReport at = stage;
    while (at.from().isPresent()) {
      String writer = at.from().get();
      at = run.stages().stream().filter(s -> s.name().equals(writer)).findFirst().orElseThrow();
    }
    return at.name();
  }

  /** Busy longest of its stream, and for most of the time that the stream took. */
  private static boolean setsThePace(StageReport stage, List<StageReport> others) {
    long streamNs = streamNs(stage, others);
    double busy = share(stage, streamNs);
    return busy >= BUSY
        && others.stream().allMatch(other -> share(other, streamNs) < busy)
        && others.stream().anyMatch(other -> 1 - share(other, streamNs) >= WAITING);
  }

  private static long streamNs(StageReport stage, List<StageReport> others) {
    return others.stream()
        .mapToLong(other -> other.times().elapsedNs())
        .reduce(stage.times().elapsedNs(), Math::max);
  }

  /** Of the stream's time that a stage was busy. */
  private static double share(StageReport stage, long streamNs) {
    return streamNs == 0 ? 0 : (double) stage.times().busyNs() / streamNs;
  }

  private void bottleneck(StageReport stage, List<StageReport> others) {
    long streamNs = streamNs(stage, others);
    long busyPercent = percent(share(stage, streamNs));
    Map<String, Object> evidence =
        evidence(
            "busyPercent", busyPercent,
            "elapsedMs", ms(streamNs),
            "capacityBytesPerSecond", capacity(stage));
    for (StageReport other : others) {
      evidence.put(other.name() + "WaitingPercent", percent(1 - share(other, streamNs)));
    }
    Optional<StageReport> next =
        others.stream().min((a, b) -> Double.compare(pace(a, stage), pace(b, stage)));
    next.ifPresent(
        other -> evidence.put("nextSlowest", other.name() + ", " + speed(capacity(other))));
    add(
        Kind.BOTTLENECK,
        stage,
        String.format(
            Locale.ROOT,
            "sets the pace: it was busy for %d %% of the time, and handles %s when it is",
            busyPercent,
            speed(capacity(stage))),
        evidence);
    if (next.isPresent() && pace(next.get(), stage) >= WORTH * capacity(stage)) {
      faster(stage, next.get());
    }
    compressMore(stage, others);
  }

  /** How fast a stage could be in bytes that the slow one handles. */
  private static double pace(StageReport other, StageReport slow) {
    double scale =
        other.flow().bytes() == 0 ? 1 : (double) slow.flow().bytes() / other.flow().bytes();
    return capacity(other) * scale;
  }

  private void faster(StageReport stage, StageReport next) {
    double gain = pace(next, stage) / Math.max(1, capacity(stage));
    Map<String, Object> evidence =
        evidence(
            "busyPercent", percent(stage.times().busyShare()),
            "cpuShareOfBusyPercent", percent(cpuShare(stage)),
            "nextSlowest", next.name(),
            "possibleSpeedup", Math.round(gain * 10) / 10.0);
    number(stage, List.of("level"))
        .filter(level -> level.getValue().intValue() > 1)
        .ifPresent(level -> {
          evidence.put("level", level.getValue());
          add(
              Kind.LEVEL_DOWN,
              stage,
              "a lower level than "
                  + level.getValue()
                  + " would let the stream run faster, until "
                  + next.name()
                  + " sets the pace at "
                  + speed((long) pace(next, stage)),
              evidence);
        });
    number(stage, THREADS)
        .ifPresent(threads -> {
          boolean computes = cpuShare(stage) >= COMPUTES;
          boolean waits = cpuShare(stage) <= HARDLY_COMPUTES;
          int now = threads.getValue().intValue();
          if ((computes && now < cores) || waits) {
            evidence.put(threads.getKey(), now);
            evidence.put("cores", cores);
            add(
                Kind.PARALLELISM,
                stage,
                computes
                    ? "more " + threads.getKey() + " than " + now + " would use idle cores"
                    : "it hardly computes: more "
                        + threads.getKey()
                        + " than "
                        + now
                        + " would hide what it waits for",
                evidence);
          }
        });
  }

  /** The slow stage handles what another compressed: fewer bytes would make it faster. */
  private void compressMore(StageReport slow, List<StageReport> others) {
    for (StageReport other : others) {
      boolean before = isBefore(other, slow);
      boolean shrinks = other.flow().bytesOut() < other.flow().bytesIn();
      Optional<Map.Entry<String, Number>> level = number(other, List.of("level"));
      if (before
          && shrinks
          && level.isPresent()
          && 1 - other.times().busyShare() >= 1 - 1 / WORTH) {
        add(
            Kind.LEVEL_UP,
            other,
            "has time to spare: a higher level than "
                + level.get().getValue()
                + " would give "
                + slow.name()
                + ", which sets the pace, fewer bytes",
            evidence(
                "waitingPercent", percent(1 - other.times().busyShare()),
                "ratio", ratio(other),
                "slowStage", slow.name(),
                "slowStageBusyPercent", percent(slow.times().busyShare())));
      }
    }
  }

  private boolean isBefore(StageReport writer, StageReport reader) {
    StageReport at = reader;
    while (at.from().isPresent()) {
      String name = at.from().get();
      if (name.equals(writer.name())) {
        return true;
      }
      at = run.stages().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }
    return false;
  }

  private void notCompressible(StageReport stage) {
    StageReport.Flow flow = stage.flow();
    boolean filter = flow.bytesIn() > 0 && flow.bytesOut() > 0;
    if (filter
        && number(stage, List.of("level")).isPresent()
        && flow.bytesOut() >= NOT_SMALLER * flow.bytesIn()) {
      add(
          Kind.NOT_COMPRESSIBLE,
          stage,
          "hardly makes its input smaller: leave it out, or take its lowest level",
          evidence(
              "bytesIn", flow.bytesIn(),
              "bytesOut", flow.bytesOut(),
              "cpuMs", ms(stage.times().cpuNs())));
    }
  }

  private void smallCalls(StageReport stage) {
    long calls = Math.max(stage.flow().reads(), stage.flow().writes());
    long each = calls == 0 ? Long.MAX_VALUE : stage.flow().bytes() / calls;
    if (calls >= MANY_CALLS && each < SMALL_CALL_BYTES) {
      String parameter =
          number(stage, CHUNKS).map(Map.Entry::getKey).orElse("the size of its chunks");
      add(
          Kind.CHUNK_SIZE,
          stage,
          "moves " + each + " bytes a call: raise " + parameter,
          evidence("calls", calls, "bytesPerCall", each));
    }
  }

  private void lookAtRun(OptionalLong usualNs) {
    bursts();
    if (run.slotWaitNs() > run.elapsedNs() / 10 && run.slotWaitNs() >= LEAST_NS) {
      advice.add(
          new Advice(
              Kind.ROOM,
              "",
              "stages that could begin waited for room: fewer pipelines at once, or more slots",
              evidence("slotWaitMs", ms(run.slotWaitNs()), "elapsedMs", ms(run.elapsedNs()))));
    }
    if (usualNs.isPresent() && run.elapsedNs() > SLOWER * usualNs.getAsLong()) {
      advice.add(
          new Advice(
              Kind.SLOWER_THAN_USUAL,
              "",
              "took longer than its last runs",
              evidence("elapsedMs", ms(run.elapsedNs()), "usualMs", ms(usualNs.getAsLong()))));
    }
  }

  /** Neighbours that wait for one another by turns are fast and slow at different times. */
  private void bursts() {
    for (StageReport reader : run.stages()) {
      if (reader.from().isEmpty() || reader.times().elapsedNs() < LEAST_NS) {
        continue;
      }
      String name = reader.from().get();
      StageReport writer =
          run.stages().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
      double reads = (double) reader.times().readWaitNs() / reader.times().elapsedNs();
      double writes =
          (double) writer.times().writeWaitNs() / Math.max(1, writer.times().elapsedNs());
      if (Math.min(reads, writes) >= WAITING
          && reader.times().busyShare() < BUSY
          && writer.times().busyShare() < BUSY) {
        add(
            Kind.BUFFER,
            reader,
            "and "
                + name
                + " wait for one another by turns: a larger buffer than "
                + Quantity.ofBytes(run.bufferBytes())
                + " would even that out",
            evidence(
                "readWaitPercent", percent(reads),
                "writeWaitPercent", percent(writes),
                "bufferBytes", run.bufferBytes()));
      }
    }
  }

  /** A number among its parameters, by one of these names. */
  private static Optional<Map.Entry<String, Number>> number(StageReport stage, List<String> names) {
    for (String name : names) {
      if (stage.parameters().get(name) instanceof Number value) {
        return Optional.of(Map.entry(name, value));
      }
      if (stage.results().get(name) instanceof Number value) {
        return Optional.of(Map.entry(name, value));
      }
    }
    return Optional.empty();
  }

  private static long capacity(StageReport stage) {
    long busyNs = Math.max(1, stage.times().busyNs());
    return (long) (stage.flow().bytes() * (double) TimeUnit.SECONDS.toNanos(1) / busyNs);
  }

  private static double cpuShare(StageReport stage) {
    return Math.min(1, (double) stage.times().cpuNs() / Math.max(1, stage.times().busyNs()));
  }

  private static double ratio(StageReport stage) {
    double ratio = (double) stage.flow().bytesIn() / Math.max(1, stage.flow().bytesOut());
    return Math.round(ratio * PERCENT) / PERCENT;
  }

  private static String speed(long bytesPerSecond) {
    return String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
  }

  private static long percent(double share) {
    return Math.round(share * PERCENT);
  }

  private static long ms(long ns) {
    return TimeUnit.NANOSECONDS.toMillis(ns);
  }

  private void add(Kind kind, StageReport stage, String text, Map<String, Object> evidence) {
    advice.add(
        new Advice(kind, stage.name(), stage.name() + " " + text, new LinkedHashMap<>(evidence)));
  }

  private static Map<String, Object> evidence(Object... namesAndValues) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      evidence.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return evidence;
  }
}
