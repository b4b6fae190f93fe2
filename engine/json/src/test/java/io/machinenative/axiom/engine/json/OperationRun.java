package io.machinenative.axiom.engine.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.codec.ContentType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** An operation from bytes to bytes, without a pipeline, with parameters as YAML brings them. */
public final class OperationRun implements OperationContext {
  private final Map<String, Object> results = new HashMap<>();
  private final Map<String, Long> counters = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final byte[] output;

  private <P extends Record> OperationRun(Operation.Body<P> body, String json, byte[] input)
      throws Exception {
    byte[] text = json.getBytes(UTF_8);
    P parameters =
        RecordBinding.forInput(body.parameters())
            .read(ContentType.JSON, new UnsafeBuffer(text), 0, text.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.handler()
        .run(
            parameters,
            Channels.newChannel(new ByteArrayInputStream(input)),
            Channels.newChannel(out),
            this);
    output = out.toByteArray();
  }

  /**
   * Runs it to its end.
   *
   * @param offered among others
   * @param input empty for a source
   */
  public static OperationRun of(
      List<Operation> offered, String name, Map<String, ?> parameters, byte[] input)
      throws Exception {
    Operation operation =
        offered.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return new OperationRun(operation.body(), Json.text(parameters), input);
  }

  public byte[] output() {
    return output;
  }

  public Map<String, Object> results() {
    return results;
  }

  public Map<String, Long> counters() {
    return counters;
  }

  public List<String> warnings() {
    return warnings;
  }

  @Override
  public String runId() {
    return "run-1";
  }

  @Override
  public String stage() {
    return "stage";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public int parallelism() {
    return 2;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void progress(double done, double total, String message) {}

  @Override
  public void count(String counter, long delta) {
    counters.merge(counter, delta, Long::sum);
  }

  @Override
  public void result(String name, Object value) {
    results.put(name, value);
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }
}
