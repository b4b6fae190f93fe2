package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.Tool;
import io.machinenative.axiom.codec.ContentType;
import java.util.EnumSet;
import java.util.Set;

/**
 * All that an engine needs to route to a tool: a handler for bytes for each content type that the
 * tool takes, and its schemas. A raw face wins over the typed face for the content types that it
 * names.
 *
 * <p>Immutable, any thread. Making it compiles schemas and bindings, which takes milliseconds: do
 * so where tools are registered.
 */
public final class ToolFaces {
  private static final int HANDLER_SLOTS = ContentType.TEXT.value() + 1;

  private final RawHandler[] handlers = new RawHandler[HANDLER_SLOTS];
  private final Set<ContentType> contentTypes = EnumSet.noneOf(ContentType.class);
  private final String inputSchema;
  private final String outputSchema;
  private final boolean repliesContents;

  private ToolFaces(Tool tool, RecordBindings bindings, int maxReplyBytes) {
    tool.rawFaces().forEach((type, handler) -> put(type, enforced(tool, type, handler)));
    boolean rich = tool.typedFace().filter(ContentsFaceAdapter::fits).isPresent();
    repliesContents = rich || tool.contents();
    if (rich) {
      ContentsFaceAdapter<?> adapter =
          ContentsFaceAdapter.of(tool.typedFace().orElseThrow(), bindings);
      put(ContentType.JSON, adapter);
      inputSchema = adapter.inputs().schema();
      outputSchema = "";
    } else if (tool.typedFace().isPresent()) {
      TypedFaceAdapter<?, ?> typed =
          new TypedFaceAdapter<>(tool.typedFace().get(), bindings, maxReplyBytes);
      put(ContentType.JSON, typed);
      if (typed.inputs().hasBytes()) {
        put(ContentType.COMPOUND, typed);
        put(ContentType.BINARY, typed);
      }
      inputSchema = typed.inputs().schema();
      outputSchema = typed.outputs().schema();
    } else {
      inputSchema = tool.inputSchema();
      outputSchema = tool.outputSchema();
      requireSchema(tool, "input", inputSchema);
      requireSchema(tool, "output", outputSchema);
    }
  }

  /**
   * @param maxReplyBytes longest result of the typed face; longer ones are refused with
   *     RESULT_TOO_LARGE
   * @throws IllegalArgumentException when a record of the typed face is not supported, or a given
   *     schema is none
   */
  public static ToolFaces of(Tool tool, int maxReplyBytes) {
    return of(tool, new RecordBindings(new RecordSchemas()), maxReplyBytes);
  }

  /**
   * As {@link #of(Tool, int)}, for one of several tools of an owner.
   *
   * @param bindings of the owner's records
   */
  public static ToolFaces of(Tool tool, RecordBindings bindings, int maxReplyBytes) {
    return new ToolFaces(tool, bindings, maxReplyBytes);
  }

  /**
   * The handlers, at the index of each {@link ContentType#value()}; null for what the tool does not
   * take. A copy.
   */
  public RawHandler[] handlers() {
    return handlers.clone();
  }

  /** The content types that the tool takes. A copy. */
  public Set<ContentType> contentTypes() {
    return EnumSet.copyOf(contentTypes);
  }

  /** JSON Schema of the arguments, derived or as the tool gives it; empty for none. */
  public String inputSchema() {
    return inputSchema;
  }

  /** JSON Schema of the result, derived or as the tool gives it; empty for none. */
  public String outputSchema() {
    return outputSchema;
  }

  /** Whether its JSON is a list of contents, as MCP has it, and not a result of its own form. */
  public boolean repliesContents() {
    return repliesContents;
  }

  private void put(ContentType contentType, RawHandler handler) {
    if (contentTypes.add(contentType)) {
      handlers[contentType.value()] = handler;
    }
  }

  private static RawHandler enforced(Tool tool, ContentType type, RawHandler handler) {
    if (!tool.enforcesSchemas() || type != ContentType.JSON) {
      return handler;
    }
    requireSchema(tool, "input", tool.inputSchema());
    requireSchema(tool, "output", tool.outputSchema());
    return new EnforcedFace(tool, handler);
  }

  private static void requireSchema(Tool tool, String which, String text) {
    if (text.isEmpty()) {
      return;
    }
    try {
      JsonSchema.compile(text);
      if (which.equals("input")) {
        HeaderAnnotations.of(Json.read(text));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          tool.name() + ": " + which + " schema: " + e.getMessage(), e);
    }
  }
}
