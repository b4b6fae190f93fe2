package io.machinenative.axiom.engine.workflow.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A stage's run, as far as it is. Immutable.
 *
 * @param servedBy plugin and version; empty when it did not begin
 * @param from the stage that it reads from
 * @param parameters without secrets
 * @param attempts 0 when it did not begin
 * @param retriedFor text of the last failure after which it was begun again; empty for none
 * @param error text of the failure that it ended with; empty for none
 */
public record StageReport(
    String name,
    String operation,
    String servedBy,
    StageState state,
    int level,
    Optional<String> from,
    Map<String, Object> parameters,
    int attempts,
    Times times,
    Flow flow,
    Map<String, Long> counters,
    Map<String, Object> results,
    Map<String, Object> progress,
    List<String> warnings,
    String retriedFor,
    String error) {
  /**
   * Where the time went; of the last attempt, but for what was lost.
   *
   * @param elapsedNs from beginning to end, or until now
   * @param readWaitNs there was nothing to read
   * @param writeWaitNs there was no room to write
   * @param cpuNs of the operation's own thread; 0 until it is over
   * @param lostNs attempts that failed, and the delays after them
   */
  public record Times(long elapsedNs, long readWaitNs, long writeWaitNs, long cpuNs, long lostNs) {
    public static final Times NONE = new Times(0, 0, 0, 0, 0);

    /** Neither waiting to read nor to write. */
    public long busyNs() {
      return Math.max(0, elapsedNs - readWaitNs - writeWaitNs);
    }

    /** Share of the time that it was busy, from 0 to 1. */
    public double busyShare() {
      return elapsedNs == 0 ? 0 : (double) busyNs() / elapsedNs;
    }
  }

  /** What went through: bytes and calls. */
  public record Flow(long bytesIn, long bytesOut, long reads, long writes) {
    public static final Flow NONE = new Flow(0, 0, 0, 0);

    /** The larger side: what the stage had to handle. */
    public long bytes() {
      return Math.max(bytesIn, bytesOut);
    }
  }

  /** As JSON values; times in milliseconds. */
  public Map<String, Object> form() {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", name);
    form.put("operation", operation);
    form.put("servedBy", servedBy);
    form.put("state", state.label());
    form.put("level", level);
    from.ifPresent(writer -> form.put("from", writer));
    form.put("parameters", parameters);
    form.put("attempts", attempts);
    form.put("elapsedMs", TimeUnit.NANOSECONDS.toMillis(times.elapsedNs()));
    form.put("busyMs", TimeUnit.NANOSECONDS.toMillis(times.busyNs()));
    form.put("readWaitMs", TimeUnit.NANOSECONDS.toMillis(times.readWaitNs()));
    form.put("writeWaitMs", TimeUnit.NANOSECONDS.toMillis(times.writeWaitNs()));
    form.put("cpuMs", TimeUnit.NANOSECONDS.toMillis(times.cpuNs()));
    form.put("lostMs", TimeUnit.NANOSECONDS.toMillis(times.lostNs()));
    form.put("bytesIn", flow.bytesIn());
    form.put("bytesOut", flow.bytesOut());
    form.put("reads", flow.reads());
    form.put("writes", flow.writes());
    putUnlessEmpty(form, "counters", counters);
    putUnlessEmpty(form, "results", results);
    putUnlessEmpty(form, "progress", progress);
    if (!warnings.isEmpty()) {
      form.put("warnings", warnings);
    }
    if (!retriedFor.isEmpty()) {
      form.put("retriedFor", retriedFor);
    }
    if (!error.isEmpty()) {
      form.put("error", error);
    }
    return form;
  }

  private static void putUnlessEmpty(Map<String, Object> form, String name, Map<String, ?> values) {
    if (!values.isEmpty()) {
      form.put(name, values);
    }
  }
}
