package io.machinenative.axiom.engine.workflow.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run, as far as it is. Immutable.
 *
 * @param owner who began it
 * @param startedAtMs since the epoch
 * @param slotWaitNs streams that could begin waited for room, summed up
 * @param parameters without secrets
 * @param reason why it did not succeed; empty when it did or runs
 */
public record RunReport(
    String id,
    String pipeline,
    RunOwner owner,
    RunOutcome outcome,
    long startedAtMs,
    long elapsedNs,
    long slotWaitNs,
    int parallel,
    int bufferBytes,
    Map<String, Object> parameters,
    List<StageReport> stages,
    String reason) {
  public RunReport {
    stages = List.copyOf(stages);
  }

  /** Bytes that sources wrote. */
  public long sourceBytes() {
    return stages.stream()
        .filter(stage -> stage.from().isEmpty())
        .mapToLong(stage -> stage.flow().bytesOut())
        .sum();
  }

  /** Bytes that sinks read. */
  public long sinkBytes() {
    return stages.stream()
        .filter(stage -> stage.flow().writes() == 0)
        .mapToLong(stage -> stage.flow().bytesIn())
        .sum();
  }

  /** As JSON values; times in milliseconds. */
  public Map<String, Object> form() {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("id", id);
    form.put("pipeline", pipeline);
    form.put("outcome", outcome.label());
    if (!reason.isEmpty()) {
      form.put("reason", reason);
    }
    owner.writeTo(form);
    form.put("startedAtMs", startedAtMs);
    form.put("elapsedMs", TimeUnit.NANOSECONDS.toMillis(elapsedNs));
    form.put("slotWaitMs", TimeUnit.NANOSECONDS.toMillis(slotWaitNs));
    form.put("sourceBytes", sourceBytes());
    form.put("sinkBytes", sinkBytes());
    form.put("parameters", parameters);
    form.put("stages", stages.stream().map(StageReport::form).toList());
    return form;
  }
}
