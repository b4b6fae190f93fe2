package io.machinenative.axiom.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A step over a stream of bytes, which pipelines connect: {@code zstd.compress}, {@code s3.put}. A
 * plugin offers it beside its tools with {@link Plugin#operations()}. Immutable; any thread.
 *
 * <pre>{@code
 * record Level(@Constraint(optional = true, defaultValue = "3", minimum = 1, maximum = 22) int level) {}
 *
 * Operation compress = Operation.named("zstd.compress")
 *     .description("Compresses into one zstd frame.")
 *     .filter(Level.class, (level, in, out, context) -> ...);
 * }</pre>
 */
public final class Operation {
  private static final Pattern NAME =
      Pattern.compile("[a-z][a-z0-9-]{0,63}\\.[a-z][a-z0-9-]{0,63}");

  private final String name;
  private final String description;
  private final Shape shape;
  private final Body<?> body;

  /** Which ends of an operation are connected. */
  public enum Shape {
    /** Makes a stream of something else: reads a file, takes a snapshot. */
    SOURCE(false, true),
    /** Makes a stream of a stream. */
    FILTER(true, true),
    /** Keeps a stream: writes a file, uploads. */
    SINK(true, false),
    /** Has no stream at either end: prunes, verifies. */
    TASK(false, false);

    private final boolean hasInput;
    private final boolean hasOutput;

    Shape(boolean hasInput, boolean hasOutput) {
      this.hasInput = hasInput;
      this.hasOutput = hasOutput;
    }

    public boolean hasInput() {
      return hasInput;
    }

    public boolean hasOutput() {
      return hasOutput;
    }
  }

  /** The handler with the type of its parameters, whose JSON Schema is derived from the record. */
  public record Body<P extends Record>(Class<P> parameters, OperationHandler<P> handler) {
    public Body {
      Objects.requireNonNull(parameters, "parameters");
      Objects.requireNonNull(handler, "handler");
    }
  }

  private Operation(Builder builder, Shape shape, Body<?> body) {
    name = builder.name;
    description = builder.description;
    this.shape = shape;
    this.body = body;
  }

  /**
   * Begins an operation.
   *
   * @param name {@code domain.verb}: two words of lower-case letters, digits and {@code -}
   * @throws IllegalArgumentException when the name has another form
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  /** One sentence for people; may be empty. */
  public String description() {
    return description;
  }

  public Shape shape() {
    return shape;
  }

  public Body<?> body() {
    return body;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Collects the parts of an operation. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private String description = "";

    private Builder(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "expected an operation's name such as zstd.compress, got '" + name + "'");
      }
      this.name = name;
    }

    public Builder description(String text) {
      description = Objects.requireNonNull(text, "text");
      return this;
    }

    /** An operation that writes and does not read. */
    public <P extends Record> Operation source(Class<P> parameters, OperationHandler<P> handler) {
      return of(Shape.SOURCE, parameters, handler);
    }

    /** An operation that reads and writes. */
    public <P extends Record> Operation filter(Class<P> parameters, OperationHandler<P> handler) {
      return of(Shape.FILTER, parameters, handler);
    }

    /** An operation that reads and does not write. */
    public <P extends Record> Operation sink(Class<P> parameters, OperationHandler<P> handler) {
      return of(Shape.SINK, parameters, handler);
    }

    /** An operation that neither reads nor writes. */
    public <P extends Record> Operation task(Class<P> parameters, OperationHandler<P> handler) {
      return of(Shape.TASK, parameters, handler);
    }

    /** An operation of a shape that is known at run time. */
    public <P extends Record> Operation of(
        Shape shape, Class<P> parameters, OperationHandler<P> handler) {
      return new Operation(this, shape, new Body<>(parameters, handler));
    }
  }
}
