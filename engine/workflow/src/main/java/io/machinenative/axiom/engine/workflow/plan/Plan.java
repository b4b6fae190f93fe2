package io.machinenative.axiom.engine.workflow.plan;

import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.workflow.model.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of a pipeline would do. Immutable.
 *
 * @param values of the parameters; secrets among them
 * @param streams in the order in which they begin when there is room
 * @param missing operations that no plugin offers now
 * @param findings what stands against a run; empty when it can begin
 */
public record Plan(
    Pipeline pipeline,
    Map<String, Object> values,
    Map<String, PlannedStage> stages,
    List<Stream> streams,
    List<String> missing,
    List<Finding> findings) {
  /** Whether nothing stands against a run. */
  public boolean isRunnable() {
    return findings.isEmpty();
  }

  public PlannedStage stage(String name) {
    return stages.get(name);
  }

  /** Bytes of buffers when all streams run at once. */
  public long bufferBytes() {
    long connections = stages.values().stream().filter(stage -> stage.from().isPresent()).count();
    return connections * pipeline.bufferBytes();
  }

  /** As JSON values, for people and programs; without the caller's values. */
  public Map<String, Object> form() {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("pipeline", pipeline.name());
    form.put("runnable", isRunnable());
    form.put("parallel", pipeline.parallel());
    form.put("bufferBytes", bufferBytes());
    List<Map<String, Object>> list = new ArrayList<>();
    for (Stream stream : streams) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("level", stream.level());
      values.put("stages", stream.stages().stream().map(name -> form(stage(name))).toList());
      list.add(values);
    }
    form.put("streams", list);
    form.put("missing", missing);
    form.put("findings", findings);
    return form;
  }

  private static Map<String, Object> form(PlannedStage planned) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", planned.name());
    values.put("operation", planned.stage().call().operation());
    planned.from().ifPresent(from -> values.put("from", from));
    values.put("needs", planned.stage().needs());
    return values;
  }
}
