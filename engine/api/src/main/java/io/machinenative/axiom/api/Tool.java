package io.machinenative.axiom.api;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.WireLimits;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A function that can be called by name, with what callers may know of it. Immutable; made by
 * {@link #named}.
 *
 * <pre>{@code
 * record Sum(long a, long b) {}
 * record Total(long value) {}
 *
 * Tool add = Tool.named("math.add")
 *     .description("Adds two numbers.")
 *     .typed(Sum.class, Total.class, (sum, call) -> new Total(sum.a() + sum.b()))
 *     .build();
 * }</pre>
 *
 * <p>A tool has a typed face, raw faces, or both; a raw face wins for the content types that it
 * names. A typed face takes JSON, and also COMPOUND and BINARY when its input record has a {@link
 * Bytes} component.
 */
public final class Tool {
  /** Letters, digits and {@code . _ -}, beginning with a letter or digit: what MCP allows too. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (WireLimits.MAX_TOOL_NAME_BYTES - 1) + "}");

  private static final Pattern VERSION =
      Pattern.compile(
          "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

  private final String name;
  private final int id;
  private final String version;
  private final String title;
  private final String description;
  private final List<Icon> icons;
  private final ExecutionMode mode;
  private final boolean idempotent;
  private final boolean readOnly;
  private final boolean destructive;
  private final boolean openWorld;
  private final TaskSupport taskSupport;
  private final boolean taskOnDemand;
  private final Map<ContentType, RawHandler> rawFaces;
  private final TypedFace<?, ?> typedFace;
  private final String inputSchema;
  private final String outputSchema;
  private final boolean contents;
  private final boolean enforcesSchemas;

  /** The typed face of a tool. */
  public record TypedFace<I extends Record, O extends Record>(
      Class<I> inputType, Class<O> outputType, TypedHandler<I, O> handler) {
    public TypedFace {
      Objects.requireNonNull(inputType, "inputType");
      Objects.requireNonNull(outputType, "outputType");
      Objects.requireNonNull(handler, "handler");
    }
  }

  private Tool(Builder builder) {
    name = builder.name;
    id = ToolId.of(name);
    version = builder.version;
    title = builder.title.isEmpty() ? name : builder.title;
    description = builder.description;
    icons = builder.icons;
    mode = builder.mode;
    idempotent = builder.idempotent;
    readOnly = builder.readOnly;
    destructive = builder.destructive;
    openWorld = builder.openWorld;
    taskSupport = builder.taskSupport;
    taskOnDemand = builder.taskOnDemand;
    rawFaces = Map.copyOf(builder.rawFaces);
    typedFace = builder.typedFace;
    inputSchema = builder.inputSchema;
    outputSchema = builder.outputSchema;
    contents = builder.contents;
    enforcesSchemas = builder.enforcesSchemas;
  }

  /**
   * Begins a tool.
   *
   * @param name 1 to 128 letters, digits, {@code .}, {@code _} and {@code -}, by convention {@code
   *     domain.verb}
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  /** {@link ToolId} of the name. */
  public int id() {
    return id;
  }

  /** Semantic version. */
  public String version() {
    return version;
  }

  public String title() {
    return title;
  }

  public String description() {
    return description;
  }

  /** For people; empty for none. */
  public List<Icon> icons() {
    return icons;
  }

  public ExecutionMode mode() {
    return mode;
  }

  /**
   * Calling twice does no more than calling once, so a client may retry when the outcome is
   * uncertain.
   */
  public boolean idempotent() {
    return idempotent;
  }

  /** Changes nothing. */
  public boolean readOnly() {
    return readOnly;
  }

  /** May remove what cannot be brought back. */
  public boolean destructive() {
    return destructive;
  }

  /** Reaches beyond this server. */
  public boolean openWorld() {
    return openWorld;
  }

  /** Whether a call can be a task. */
  public TaskSupport taskSupport() {
    return taskSupport;
  }

  /** A task begins when the handler says so with {@link Interaction#beginTask}. */
  public boolean taskOnDemand() {
    return taskOnDemand;
  }

  /** The raw faces by the content type that each takes. */
  public Map<ContentType, RawHandler> rawFaces() {
    return rawFaces;
  }

  public Optional<TypedFace<?, ?>> typedFace() {
    return Optional.ofNullable(typedFace);
  }

  /** JSON Schema given by hand; empty when it is derived from the typed face, or there is none. */
  public String inputSchema() {
    return inputSchema;
  }

  /** JSON Schema given by hand; empty when it is derived from the typed face, or there is none. */
  public String outputSchema() {
    return outputSchema;
  }

  /**
   * Whether the raw face for JSON answers callers that {@linkplain Interaction#takesContents() take
   * contents} with contents, as MCP has them.
   */
  public boolean contents() {
    return contents;
  }

  /** Whether values that the raw face for JSON takes and gives are held to the schemas. */
  public boolean enforcesSchemas() {
    return enforcesSchemas;
  }

  @Override
  public String toString() {
    return name + " " + version;
  }

  /** Collects the parts of a tool and checks them. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final Map<ContentType, RawHandler> rawFaces = new EnumMap<>(ContentType.class);
    private String version = "1.0.0";
    private String title = "";
    private String description = "";
    private List<Icon> icons = List.of();
    private ExecutionMode mode = ExecutionMode.WORKER;
    private boolean idempotent;
    private boolean readOnly;
    private boolean destructive;
    private boolean openWorld;
    private TaskSupport taskSupport = TaskSupport.FORBIDDEN;
    private boolean taskOnDemand;
    private TypedFace<?, ?> typedFace;
    private String inputSchema = "";
    private String outputSchema = "";
    private boolean contents;
    private boolean enforcesSchemas;

    private Builder(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "expected a tool name of 1 to "
                + WireLimits.MAX_TOOL_NAME_BYTES
                + " letters, digits, '.', '_' or '-' that begins with a letter or digit, got '"
                + name
                + "'");
      }
      this.name = name;
    }

    public Builder version(String semanticVersion) {
      if (!VERSION.matcher(semanticVersion).matches()) {
        throw new IllegalArgumentException(
            "expected a semantic version such as 1.0.0, got '" + semanticVersion + "'");
      }
      version = semanticVersion;
      return this;
    }

    public Builder title(String text) {
      title = Objects.requireNonNull(text, "title");
      return this;
    }

    public Builder description(String text) {
      description = Objects.requireNonNull(text, "description");
      return this;
    }

    /** Pictures, of which a client shows the one that suits it. */
    public Builder icons(Icon... pictures) {
      icons = List.of(pictures);
      return this;
    }

    /**
     * Runs on the ingress thread, in place. For handlers that return within a few microseconds and
     * never wait.
     */
    public Builder inline() {
      mode = ExecutionMode.INLINE;
      return this;
    }

    /**
     * Runs on a worker, through the lane of the call's priority: the default. For handlers that
     * compute.
     */
    public Builder worker() {
      mode = ExecutionMode.WORKER;
      return this;
    }

    /**
     * Runs on a virtual thread of its own. For handlers that wait for files, sockets or databases.
     */
    public Builder blocking() {
      mode = ExecutionMode.BLOCKING;
      return this;
    }

    /** Calling twice does no more than calling once. */
    public Builder idempotent() {
      idempotent = true;
      return this;
    }

    /** Changes nothing; implies {@link #idempotent()}. */
    public Builder readOnly() {
      readOnly = true;
      idempotent = true;
      return this;
    }

    /** May remove what cannot be brought back. */
    public Builder destructive() {
      destructive = true;
      return this;
    }

    /** Reaches beyond this server. */
    public Builder openWorld() {
      openWorld = true;
      return this;
    }

    /**
     * A call is long: a client that knows tasks gets a task at once. What the handler reports as
     * progress is the task's message, and what it asks waits in the task for its answer.
     */
    public Builder task(TaskSupport support) {
      taskSupport = Objects.requireNonNull(support, "support");
      taskOnDemand = false;
      return this;
    }

    /**
     * A call becomes long, or not: it is a task from the handler's {@link Interaction#beginTask()}
     * on. What is asked before is asked of the client that waits, and a reply that comes before is
     * that of a plain call.
     */
    public Builder taskOnDemand(TaskSupport support) {
      taskSupport = Objects.requireNonNull(support, "support");
      taskOnDemand = true;
      return this;
    }

    /** Adds a face for the bytes of one content type. */
    public Builder raw(ContentType contentType, RawHandler handler) {
      if (contentType == ContentType.NULL_VAL || contentType == ContentType.SBE_UNKNOWN) {
        throw new IllegalArgumentException("expected a content type, got " + contentType);
      }
      if (rawFaces.putIfAbsent(contentType, Objects.requireNonNull(handler, "handler")) != null) {
        throw new IllegalArgumentException(
            name + " has a raw face for " + contentType + " already");
      }
      return this;
    }

    /** Adds the face for records, from which the JSON Schemas are derived. */
    public <I extends Record, O extends Record> Builder typed(
        Class<I> inputType, Class<O> outputType, TypedHandler<I, O> handler) {
      if (typedFace != null) {
        throw new IllegalArgumentException(name + " has a typed face already");
      }
      typedFace = new TypedFace<>(inputType, outputType, handler);
      return this;
    }

    /**
     * Gives the JSON Schemas (2020-12) of a tool without a typed face; empty for none. Kept
     * verbatim.
     */
    public Builder schemas(String input, String output) {
      inputSchema = Objects.requireNonNull(input, "input");
      outputSchema = Objects.requireNonNull(output, "output");
      return this;
    }

    /**
     * The raw face for JSON writes contents itself, for callers that {@linkplain
     * Interaction#takesContents() take} them: an object with {@code content}, {@code
     * structuredContent} and {@code isError}, as MCP has it. Other callers get a result of the
     * output schema.
     */
    public Builder contents() {
      contents = true;
      return this;
    }

    /**
     * Holds the raw face for JSON to the schemas: arguments that do not fit are refused with
     * INVALID_ARGUMENT, which names their places, before the handler sees them; a result that does
     * not fit is a fault of the tool, TOOL_FAULT, and recorded. The handler cannot {@linkplain
     * RawInvocation#defer() defer}. Without it schemas are shown to callers, and nothing is looked
     * at twice: the handler checks what it reads.
     */
    public Builder enforceSchemas() {
      enforcesSchemas = true;
      return this;
    }

    /**
     * @throws IllegalArgumentException when the tool has no face, or schemas beside a typed face
     */
    public Tool build() {
      if (rawFaces.isEmpty() && typedFace == null) {
        throw new IllegalArgumentException(name + " has neither a raw nor a typed face");
      }
      if (typedFace != null && !(inputSchema.isEmpty() && outputSchema.isEmpty())) {
        throw new IllegalArgumentException(
            name + ": the schemas of a typed face are derived, not given");
      }
      return new Tool(this);
    }
  }
}
