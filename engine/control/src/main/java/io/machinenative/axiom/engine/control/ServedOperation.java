package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.Operation.Body;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.RecordBinding;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An operation of one version of a plugin, ready to run: its parameters are bound. Immutable; any
 * thread.
 */
public final class ServedOperation {
  private final Operation operation;
  private final OperationSet owner;
  private final Bound<?> bound;

  /** The parameters' record with its handler. */
  private record Bound<P extends Record>(RecordBinding<P> binding, Body<P> body) {
    static <P extends Record> Bound<P> of(Body<P> body) {
      return new Bound<>(RecordBinding.forInput(body.parameters()), body);
    }

    P read(Map<String, ?> parameters) {
      byte[] json = Json.write(parameters);
      return binding.read(ContentType.JSON, new UnsafeBuffer(json), 0, json.length);
    }

    Map<?, ?> effective(Map<String, ?> parameters) {
      return (Map<?, ?>) Json.read(binding.toJson(read(parameters)));
    }

    void run(
        Map<String, ?> parameters,
        ReadableByteChannel in,
        WritableByteChannel out,
        OperationContext context)
        throws Exception {
      body.handler().run(read(parameters), in, out, context);
    }
  }

  /**
   * @throws IllegalArgumentException when its record of parameters is not supported
   */
  ServedOperation(Operation operation, OperationSet owner) {
    this.operation = operation;
    this.owner = owner;
    bound = Bound.of(operation.body());
  }

  public String name() {
    return operation.name();
  }

  public String description() {
    return operation.description();
  }

  public Operation.Shape shape() {
    return operation.shape();
  }

  /** JSON Schema (2020-12) of the parameters. */
  public String schema() {
    return bound.binding().schema();
  }

  /** The plugin's id. */
  public String plugin() {
    return owner.plugin();
  }

  /** The plugin's version. */
  public String version() {
    return owner.version();
  }

  /**
   * @throws ToolException INVALID_ARGUMENT with every place that does not fit the schema
   */
  public void check(Map<String, ?> parameters) {
    bound.read(parameters);
  }

  /**
   * The parameters with defaults filled in.
   *
   * @throws ToolException INVALID_ARGUMENT with every place that does not fit the schema
   */
  public Map<?, ?> effective(Map<String, ?> parameters) {
    return bound.effective(parameters);
  }

  /**
   * Runs it on this thread; its plugin stays up until it returns.
   *
   * @return false when the plugin's version was taken out of service before it began: look the
   *     operation up again
   * @throws ToolException INVALID_ARGUMENT when the parameters do not fit the schema; UNAVAILABLE
   *     when its plugin is taken out for now
   * @throws Exception what the operation throws
   */
  public boolean run(
      Map<String, ?> parameters,
      ReadableByteChannel in,
      WritableByteChannel out,
      OperationContext context)
      throws Exception {
    if (!owner.enter()) {
      return false;
    }
    try {
      String refusal = owner.refusal();
      if (!refusal.isEmpty()) {
        throw new ToolException(Status.UNAVAILABLE, refusal);
      }
      bound.run(parameters, in, out, context);
      return true;
    } finally {
      owner.leave();
    }
  }

  @Override
  public String toString() {
    return name() + " of " + plugin() + " " + version();
  }
}
