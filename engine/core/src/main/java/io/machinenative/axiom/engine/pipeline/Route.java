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
    InFlight inFlight) {

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

  /**
   * The handler of a content type as it came from the wire, or null when the tool does not take it.
   */
  public RawHandler handler(int contentType) {
    return contentType < CONTENT_TYPES ? handlers[contentType] : null;
  }
}
