package io.machinenative.axiom.engine.control;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.json.Finding;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * A tool whose arguments and answer are JSON objects of any depth, with a schema written by hand.
 * Runs on a virtual thread, where it may wait for the conductor.
 */
public final class JsonTool {
  /** Schema of a tool that takes nothing. */
  public static final String NOTHING =
      "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{}}";

  /** To wait when the conductor's queue is full. */
  private static final int RETRY_MS = 10;

  /** Does the work. */
  @FunctionalInterface
  public interface Work {
    /**
     * @param arguments fit the schema
     * @throws IllegalArgumentException when they are wrong in a way that the schema does not say
     */
    Map<String, ?> answer(Arguments arguments) throws InterruptedException, ExecutionException;
  }

  /** Does the work for a call that it tells how far it is. */
  @FunctionalInterface
  public interface LongWork {
    /** As {@link Work#answer}. */
    Map<String, ?> answer(Arguments arguments, CallContext call)
        throws InterruptedException, ExecutionException;
  }

  private final JsonSchema schema;
  private final LongWork work;

  private JsonTool(JsonSchema schema, LongWork work) {
    this.schema = schema;
    this.work = work;
  }

  /**
   * @param inputSchema JSON Schema of an object
   */
  public static Tool.Builder named(String name, String inputSchema, Work work) {
    return named(name, inputSchema, (arguments, call) -> work.answer(arguments));
  }

  /**
   * @param inputSchema JSON Schema of an object
   */
  public static Tool.Builder named(String name, String inputSchema, LongWork work) {
    JsonTool tool = new JsonTool(JsonSchema.compile(inputSchema), work);
    return Tool.named(name).blocking().schemas(inputSchema, "").raw(ContentType.JSON, tool::handle);
  }

  private void handle(RawInvocation call) throws InterruptedException {
    byte[] payload = new byte[call.payloadLength()];
    call.payload().getBytes(call.payloadOffset(), payload);
    List<Finding> findings = schema.check(payload);
    if (!findings.isEmpty()) {
      throw ToolException.invalid(
          findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    }
    byte[] reply = Json.write(answer(new Arguments((Map<?, ?>) Json.read(payload)), call));
    call.reply(ContentType.JSON, reply.length).putBytes(call.replyOffset(), reply);
  }

  private Map<String, ?> answer(Arguments arguments, CallContext call) throws InterruptedException {
    try {
      return work.answer(arguments, call);
    } catch (IllegalArgumentException e) {
      throw ToolException.invalid(e.getMessage());
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private static RuntimeException failure(Throwable cause) {
    return switch (cause) {
      case IllegalArgumentException wrong -> ToolException.invalid(wrong.getMessage());
      case RejectedExecutionException busy ->
          new ToolException(Status.OVERLOADED, busy.getMessage(), RETRY_MS);
      case RuntimeException fault -> fault;
      default -> new IllegalStateException(cause);
    };
  }
}
