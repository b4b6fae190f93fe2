package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.TaskSupport;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.counters.ToolFigures;
import java.util.List;
import java.util.Objects;

/**
 * What serves a tool id: a tool of one version, ready to run, and what callers may know of it.
 * Immutable. What a call reads on its way lies here; the rest in records beside it.
 *
 * @param toolId FNV-1a of the name
 * @param label what it says of itself
 * @param mode where it runs
 * @param hints what callers may rely on
 * @param tasks whether a call of it can be, or has to be, a task
 * @param handlers by {@link ContentType#value()}; null where the tool does not take the type
 * @param schemas what it takes and gives
 * @param offer what it serves when it is no tool, but something for agents beside tools; null for a
 *     tool. Such routes are called by their ids, and not listed among the tools
 * @param inFlight counts the calls of all tools that come and go with this one
 * @param gate between callers and the tool; null, as for most, when there is none
 * @param figures count its calls
 */
public record Route(
    int toolId,
    String name,
    Label label,
    ExecutionMode mode,
    Hints hints,
    Tasks tasks,
    RawHandler[] handlers,
    Schemas schemas,
    Offer offer,
    InFlight inFlight,
    Gate gate,
    ToolFigures figures) {

  /** One more than the highest value of a {@link ContentType}. */
  public static final int CONTENT_TYPES = ContentType.TEXT.value() + 1;

  /**
   * What a tool says of itself, for people and models.
   *
   * @param icons that clients may show
   */
  public record Label(String version, String title, String description, List<Icon> icons) {
    /** Without icons. */
    public Label(String version, String title, String description) {
      this(version, title, description, List.of());
    }

    public static Label of(Tool tool) {
      return new Label(tool.version(), tool.title(), tool.description(), tool.icons());
    }
  }

  /**
   * What callers may rely on, as {@link Tool} has it.
   *
   * @param idempotent called twice it does what it does once
   * @param readOnly it changes nothing
   * @param destructive what it changes may be lost
   * @param openWorld it reaches beyond this server
   */
  public record Hints(
      boolean idempotent, boolean readOnly, boolean destructive, boolean openWorld) {
    /** It promises nothing, and warns of nothing. */
    public static final Hints NONE = new Hints(false, false, false, false);

    public static Hints of(Tool tool) {
      return new Hints(tool.idempotent(), tool.readOnly(), tool.destructive(), tool.openWorld());
    }
  }

  /**
   * Whether a call can be, or has to be, a task.
   *
   * @param onDemand a task begins when the handler says so, not with the call
   */
  public record Tasks(TaskSupport support, boolean onDemand) {
    /** No call is one. */
    public static final Tasks NONE = new Tasks(TaskSupport.FORBIDDEN, false);

    public static Tasks of(Tool tool) {
      return new Tasks(tool.taskSupport(), tool.taskOnDemand());
    }
  }

  /**
   * What a tool takes and gives.
   *
   * @param input JSON Schema text, empty for none
   * @param output JSON Schema text, empty for none
   * @param contents whether its JSON is a list of contents, as MCP has it
   */
  public record Schemas(String input, String output, boolean contents) {
    /** Anything. */
    public static final Schemas NONE = new Schemas("", "", false);
  }

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

  /** A route to a tool that is never a task, and that nothing stands before. */
  public Route(
      String name,
      Label label,
      ExecutionMode mode,
      Hints hints,
      RawHandler[] handlers,
      Schemas schemas,
      InFlight inFlight) {
    this(
        ToolId.of(name),
        name,
        label,
        mode,
        hints,
        Tasks.NONE,
        handlers,
        schemas,
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
        label,
        mode,
        hints,
        tasks,
        newHandlers,
        schemas,
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
