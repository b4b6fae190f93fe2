package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.TaskSupport;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.engine.counters.ToolFigures;
import java.util.List;
import java.util.Objects;

/**
 * What serves a tool id: a tool of one version, ready to run, and what callers may know of it.
 * Immutable.
 *
 * @param toolId FNV-1a of the name
 * @param icons for people
 * @param mode where it runs
 * @param handlers by {@link ContentType#value()}; null where the tool does not take the type
 * @param inputSchema JSON Schema text, empty for none
 * @param outputSchema JSON Schema text, empty for none
 * @param repliesContents whether its JSON is a list of contents, as MCP has it
 * @param taskSupport whether a call of it can be, or has to be, a task
 * @param taskOnDemand a task begins when the handler says so, not with the call
 * @param offer what it serves when it is no tool, but something for agents beside tools; null for a
 *     tool. Such routes are called by their ids, and not listed among the tools
 * @param inFlight counts the calls of all tools that come and go with this one
 * @param gate between callers and the tool; null, as for most, when there is none
 * @param figures count its calls
 */
public record Route(
    int toolId,
    String name,
    String version,
    String title,
    String description,
    List<Icon> icons,
    ExecutionMode mode,
    boolean idempotent,
    boolean readOnly,
    boolean destructive,
    boolean openWorld,
    RawHandler[] handlers,
    String inputSchema,
    String outputSchema,
    boolean repliesContents,
    TaskSupport taskSupport,
    boolean taskOnDemand,
    Offer offer,
    InFlight inFlight,
    Gate gate,
    ToolFigures figures) {

  /** One more than the highest value of a {@link ContentType}. */
  public static final int CONTENT_TYPES = ContentType.TEXT.value() + 1;

  public Route {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(inFlight, "inFlight");
    Objects.requireNonNull(figures, "figures");
    if (handlers.length != CONTENT_TYPES) {
      throw new IllegalArgumentException(
          "expected "
              + CONTENT_TYPES
              + " handlers, one for each content type, got "
              + handlers.length);
    }
  }

  /** A route to a tool whose JSON is its result, and that nothing stands before. */
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
        List.of(),
        mode,
        idempotent,
        readOnly,
        destructive,
        openWorld,
        handlers,
        inputSchema,
        outputSchema,
        false,
        TaskSupport.FORBIDDEN,
        false,
        null,
        inFlight,
        null,
        newFigures());
  }

  /** For a route that nobody called yet. */
  public static ToolFigures newFigures() {
    return new ToolFigures(InFlight.MAX_AGENTS);
  }

  /** Whether it is listed among the tools. */
  public boolean isTool() {
    return offer == null;
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
        icons,
        mode,
        idempotent,
        readOnly,
        destructive,
        openWorld,
        newHandlers,
        inputSchema,
        outputSchema,
        repliesContents,
        taskSupport,
        taskOnDemand,
        offer,
        inFlight,
        newGate,
        figures);
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
