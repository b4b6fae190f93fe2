package io.machinenative.axiom.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plans, lists and reports of pipelines, for people. Stateless. */
final class PipelineText {
  private static final double MEGA = 1e6;
  private static final double MS_PER_SECOND = 1000;
  private static final double PERCENT = 100;

  private PipelineText() {}

  static List<String> plan(Map<?, ?> plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "%s: at most %s operations at once, %s bytes of buffers",
            plan.get("pipeline"), plan.get("parallel"), plan.get("bufferBytes")));
    for (Object each : (List<?>) plan.get("streams")) {
      Map<?, ?> stream = (Map<?, ?>) each;
      List<String> stages = new ArrayList<>();
      for (Object stage : (List<?>) stream.get("stages")) {
        Map<?, ?> values = (Map<?, ?>) stage;
        Object from = values.get("from");
        stages.add(
            values.get("name")
                + " ("
                + values.get("operation")
                + (from == null ? "" : ", from " + from)
                + ")");
      }
      lines.add(format("level %s  %s", stream.get("level"), String.join(" → ", stages)));
    }
    for (Object each : (List<?>) plan.get("findings")) {
      Map<?, ?> finding = (Map<?, ?>) each;
      lines.add(
          format(
              "cannot begin: %s: expected %s, found %s",
              finding.get("path"), finding.get("expected"), finding.get("found")));
    }
    return lines;
  }

  static List<String> lists(Map<?, ?> lists) {
    List<String> lines = new ArrayList<>();
    for (Object each : (List<?>) lists.get("pipelines")) {
      Map<?, ?> pipeline = (Map<?, ?>) each;
      Object error = pipeline.get("error");
      List<?> missing = pipeline.get("missing") instanceof List<?> list ? list : List.of();
      String state = missing.isEmpty() ? "ready" : "lacks " + join(missing);
      lines.add(
          format(
              "pipeline   %-16s %s%s",
              pipeline.get("name"),
              error == null ? state : error,
              error == null ? ": " + pipeline.get("description") : ""));
    }
    for (Object each : (List<?>) lists.get("operations")) {
      Map<?, ?> operation = (Map<?, ?>) each;
      lines.add(
          format(
              "operation  %-16s %-7s %s",
              operation.get("name"), operation.get("shape"), operation.get("description")));
    }
    return lines;
  }

  static String line(Map<?, ?> run) {
    return format(
        "%s  %-16s %-9s %8.1f s %10.1f MB",
        run.get("id"),
        run.get("pipeline"),
        run.get("outcome"),
        number(run, "elapsedMs") / MS_PER_SECOND,
        number(run, "sourceBytes") / MEGA);
  }

  static List<String> report(Map<?, ?> run) {
    List<String> lines = new ArrayList<>();
    lines.add(line(run));
    if (run.get("reason") != null) {
      lines.add("reason: " + run.get("reason"));
    }
    lines.add(
        format(
            "%-14s %-16s %-9s %6s %8s %6s %9s %9s %10s %10s",
            "stage",
            "operation",
            "state",
            "tries",
            "seconds",
            "busy",
            "read wait",
            "write wait",
            "MB in",
            "MB out"));
    for (Object each : (List<?>) run.get("stages")) {
      lines.add(stage((Map<?, ?>) each));
    }
    for (Object each : (List<?>) run.get("stages")) {
      notes((Map<?, ?>) each, lines);
    }
    if (run.get("advice") instanceof List<?> advice) {
      for (Object each : advice) {
        Map<?, ?> one = (Map<?, ?>) each;
        lines.add("advice: " + one.get("text"));
        lines.add("        for " + evidence((Map<?, ?>) one.get("evidence")));
      }
    }
    return lines;
  }

  private static String stage(Map<?, ?> stage) {
    double elapsedMs = Math.max(1, number(stage, "elapsedMs"));
    return format(
        "%-14s %-16s %-9s %6s %8.2f %5.0f%% %8.0f%% %9.0f%% %10.1f %10.1f",
        stage.get("name"),
        stage.get("operation"),
        stage.get("state"),
        stage.get("attempts"),
        number(stage, "elapsedMs") / MS_PER_SECOND,
        PERCENT * number(stage, "busyMs") / elapsedMs,
        PERCENT * number(stage, "readWaitMs") / elapsedMs,
        PERCENT * number(stage, "writeWaitMs") / elapsedMs,
        number(stage, "bytesIn") / MEGA,
        number(stage, "bytesOut") / MEGA);
  }

  private static void notes(Map<?, ?> stage, List<String> lines) {
    if (stage.get("results") instanceof Map<?, ?> results) {
      lines.add(stage.get("name") + ": " + evidence(results));
    }
    if (stage.get("warnings") instanceof List<?> warnings) {
      warnings.forEach(warning -> lines.add(stage.get("name") + ": warning: " + warning));
    }
    if (stage.get("retriedFor") != null) {
      lines.add(stage.get("name") + ": tried again after: " + stage.get("retriedFor"));
    }
    if (stage.get("error") != null) {
      lines.add(stage.get("name") + ": error: " + stage.get("error"));
    }
  }

  private static String evidence(Map<?, ?> values) {
    List<String> parts = new ArrayList<>();
    values.forEach((name, value) -> parts.add(name + " " + value));
    return String.join(", ", parts);
  }

  private static String join(List<?> values) {
    return String.join(", ", values.stream().map(String::valueOf).toList());
  }

  private static double number(Map<?, ?> values, String name) {
    return ((Number) values.get(name)).doubleValue();
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
