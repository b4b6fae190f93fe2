package io.machinenative.axiom.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Messages that a person picks, to begin a conversation with a model. Immutable.
 *
 * @param arguments that it takes
 * @param writer writes the messages
 * @param icons for people
 */
public record Prompt(
    String name,
    String title,
    String description,
    List<Argument> arguments,
    Writer writer,
    List<Icon> icons)
    implements Offer {

  /**
   * An argument, always a text.
   *
   * @param completer suggests values
   */
  public record Argument(String name, String description, boolean required, Completer completer) {
    public Argument {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(completer, "completer");
    }

    /** One that must be there, without completion. */
    public static Argument required(String name, String description) {
      return new Argument(name, description, true, Completer.NONE);
    }
  }

  /** Who says something. */
  public enum Role {
    USER,
    ASSISTANT
  }

  /** What somebody says. */
  public record Message(Role role, Content content) {
    public Message {
      Objects.requireNonNull(role, "role");
      Objects.requireNonNull(content, "content");
    }

    public static Message user(Content content) {
      return new Message(Role.USER, content);
    }
  }

  /** Writes the messages. Called on a virtual thread, so it may wait. */
  @FunctionalInterface
  public interface Writer {
    /**
     * @param arguments by name; those that are required are there
     * @throws ToolException to fail with a status and a message that the caller sees
     */
    List<Message> write(Map<String, String> arguments, CallContext call) throws Exception;
  }

  public Prompt {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(description, "description");
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(writer, "writer");
    icons = List.copyOf(icons);
  }

  /** A prompt without icons. */
  public Prompt(
      String name, String title, String description, List<Argument> arguments, Writer writer) {
    this(name, title, description, arguments, writer, List.of());
  }

  /** The same with other icons. */
  public Prompt withIcons(Icon... pictures) {
    return new Prompt(name, title, description, arguments, writer, List.of(pictures));
  }

  /** A prompt of which its name is the title. */
  public static Prompt of(
      String name, String description, List<Argument> arguments, Writer writer) {
    return new Prompt(name, name, description, arguments, writer);
  }
}
