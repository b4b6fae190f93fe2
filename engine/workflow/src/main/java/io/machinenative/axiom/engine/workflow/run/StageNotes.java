package io.machinenative.axiom.engine.workflow.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What an operation says of its run: counters, results, warnings, progress. Any thread. */
final class StageNotes {
  /** Further warnings are only counted. */
  private static final int MAX_WARNINGS = 50;

  private static final int MAX_NAMES = 100;
  private static final int MAX_TEXT = 1000;

  private final UnaryOperator<String> redact;
  private final Map<String, Long> counters = new TreeMap<>();
  private final Map<String, Object> results = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private long warned;
  private double done;
  private double total = Double.NaN;
  private String message = "";

  /**
   * @param redact takes secrets out of a text
   */
  StageNotes(UnaryOperator<String> redact) {
    this.redact = redact;
  }

  synchronized void progress(double nowDone, double nowTotal, String text) {
    done = nowDone;
    total = nowTotal;
    message = text == null ? "" : text(text);
  }

  synchronized void count(String counter, long delta) {
    if (counters.size() < MAX_NAMES || counters.containsKey(counter)) {
      counters.merge(counter, delta, Long::sum);
    }
  }

  synchronized void result(String name, Object value) {
    if (results.size() < MAX_NAMES || results.containsKey(name)) {
      boolean plain = value instanceof Number || value instanceof Boolean;
      results.put(name, plain ? value : text(String.valueOf(value)));
    }
  }

  synchronized void warn(String text) {
    warned++;
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(text(text));
    }
  }

  synchronized Map<String, Long> counters() {
    return new LinkedHashMap<>(counters);
  }

  synchronized Map<String, Object> results() {
    return new LinkedHashMap<>(results);
  }

  synchronized List<String> warnings() {
    List<String> copy = new ArrayList<>(warnings);
    if (warned > warnings.size()) {
      copy.add("and " + (warned - warnings.size()) + " more");
    }
    return copy;
  }

  /** How far it is as JSON values; empty when it did not say. */
  synchronized Map<String, Object> progress() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (done > 0 || !message.isEmpty()) {
      values.put("done", done);
      if (!Double.isNaN(total)) {
        values.put("total", total);
      }
      values.put("message", message);
    }
    return values;
  }

  private String text(String text) {
    String redacted = redact.apply(text);
    return redacted.length() <= MAX_TEXT ? redacted : redacted.substring(0, MAX_TEXT) + "…";
  }
}
