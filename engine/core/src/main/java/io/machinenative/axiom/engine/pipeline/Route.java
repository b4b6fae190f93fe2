package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import java.util.Objects;

/**
 * What serves a tool id: a tool of one version, ready to run, and what callers may know of it.
 * Immutable.
 *
 * @param toolId FNV-1a of the name
 * @param mode where it runs
 * @param handlers by {@link ContentType#value()}; null where the tool does not take the type
 * @param inputSchema JSON Schema text, empty for none
 * @param outputSchema JSON Schema text, empty for none
 * @param inFlight counts the calls of all tools that come and go with this one
 * @param gate between callers and the tool; null, as for most, when there is none
 */
public record Route(
    int toolId,
    String name,
    String version,
    String title,
    String description,
    ExecutionMode mode,
    boolean idempotent,
    boolean readOnly,
    boolean destructive,
    boolean openWorld,
    RawHandler[] handlers,
    String inputSchema,
    String outputSchema,
    InFlight inFlight,
    Gate gate) {

  /** One more than the highest value of a {@link ContentType}. */
  public static final int CONTENT_TYPES = ContentType.TEXT.value() + 1;

  public Route {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(inFlight, "inFlight");
    if (handlers.length != CONTENT_TYPES) {
      throw new IllegalArgumentException(
          "expected "
              + CONTENT_TYPES
              + " handlers, one for each content type, got "
              + handlers.length);
    }
  }

  /** A route that nothing stands before. */
  public Route(
      int toolId,
      String name,
      String version,
      String title,
      String description,
      ExecutionMode mode,
      boolean idempotent,
      boolean readOnly,
      boolean destructive,
      boolean openWorld,
      RawHandler[] handlers,
      String inputSchema,
      String outputSchema,
      InFlight inFlight) {
    this(
        toolId,
        name,
        version,
        title,
        description,
        mode,
        idempotent,
        readOnly,
        destructive,
        openWorld,
        handlers,
        inputSchema,
        outputSchema,
        inFlight,
        null);
  }

  /** The same tool behind another gate, or none (null). */
  public Route behind(Gate other) {
    return with(handlers, other);
  }

  /** The same tool with other handlers. */
  public Route handledBy(RawHandler[] others) {
    return with(others, gate);
  }

  private Route with(RawHandler[] newHandlers, Gate newGate) {
    return new Route(
        toolId,
        name,
        version,
        title,
        description,
        mode,
        idempotent,
        readOnly,
        destructive,
        openWorld,
        newHandlers,
        inputSchema,
        outputSchema,
        inFlight,
        newGate);
  }

  /** The route that serves a call: this one, or another version that takes a share. */
  public Route chosenFor(long sessionId, long correlationId) {
    return gate == null ? this : gate.choose(this, sessionId, correlationId);
  }

  /**
   * The handler of a content type as it came from the wire, or null when the tool does not take it.
   */
  public RawHandler handler(int contentType) {
    return contentType < CONTENT_TYPES ? handlers[contentType] : null;
  }
}
