package io.machinenative.axiom.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Many things to read, under URIs of one form. Immutable.
 *
 * @param uriTemplate with variables in braces: {@code {id}} stands for text without a slash, {@code
 *     {+path}} for any
 * @param mimeType empty when it is not known
 * @param completers by variable; may be empty
 * @param icons for people
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6570">RFC 6570, URI Template</a>
 */
public record ResourceTemplate(
    String uriTemplate,
    String name,
    String title,
    String description,
    String mimeType,
    Map<String, Completer> completers,
    Reader reader,
    List<Icon> icons)
    implements Offer {

  /** Reads one of them. Called on a virtual thread, so it may wait. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @param uri as it was asked for
     * @param variables of the template, decoded
     * @return at least one; none when there is nothing under that URI
     * @throws ToolException to fail with a status and a message that the caller sees
     */
    List<ResourceContents> read(String uri, Map<String, String> variables, CallContext call)
        throws Exception;
  }

  public ResourceTemplate {
    Objects.requireNonNull(uriTemplate, "uriTemplate");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(mimeType, "mimeType");
    completers = Map.copyOf(completers);
    Objects.requireNonNull(reader, "reader");
    icons = List.copyOf(icons);
  }

  /** A template without icons. */
  public ResourceTemplate(
      String uriTemplate,
      String name,
      String title,
      String description,
      String mimeType,
      Map<String, Completer> completers,
      Reader reader) {
    this(uriTemplate, name, title, description, mimeType, completers, reader, List.of());
  }

  /** The same with other icons. */
  public ResourceTemplate withIcons(Icon... pictures) {
    return new ResourceTemplate(
        uriTemplate, name, title, description, mimeType, completers, reader, List.of(pictures));
  }

  /** A template of which its name is the title, without completion. */
  public static ResourceTemplate of(
      String uriTemplate, String name, String description, String mimeType, Reader reader) {
    return new ResourceTemplate(uriTemplate, name, name, description, mimeType, Map.of(), reader);
  }
}
