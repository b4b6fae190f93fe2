package io.machinenative.axiom.engine.workflow.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recommendation, with the numbers that it follows from. Immutable.
 *
 * @param kind for programs
 * @param stage that it is about; empty for the run
 * @param text what to do, for people
 * @param evidence measured numbers, with their units in their names
 */
public record Advice(Kind kind, String stage, String text, Map<String, Object> evidence) {
  /** What it is about. */
  public enum Kind {
    BOTTLENECK,
    LEVEL_DOWN,
    LEVEL_UP,
    NOT_COMPRESSIBLE,
    PARALLELISM,
    CHUNK_SIZE,
    BUFFER,
    ROOM,
    RETRIES,
    SLOWER_THAN_USUAL;

    /** As reports write it. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** As JSON values. */
  public Map<String, Object> form() {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("kind", kind.label());
    if (!stage.isEmpty()) {
      form.put("stage", stage);
    }
    form.put("text", text);
    form.put("evidence", evidence);
    return form;
  }
}
