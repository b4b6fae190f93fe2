package io.machinenative.axiom.api;

import java.util.List;
import java.util.Objects;

/**
 * Something to read under a URI. Immutable.
 *
 * @param mimeType empty when it is not known
 * @param reader is called for each reading
 * @param icons for people
 */
public record Resource(
    String uri,
    String name,
    String title,
    String description,
    String mimeType,
    Reader reader,
    List<Icon> icons)
    implements Offer {

  /** Reads a resource. Called on a virtual thread, so it may wait. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @return at least one
     * @throws ToolException to fail with a status and a message that the caller sees
     */
    List<ResourceContents> read(CallContext call) throws Exception;
  }

  public Resource {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(mimeType, "mimeType");
    Objects.requireNonNull(reader, "reader");
    icons = List.copyOf(icons);
  }

  /** A resource without icons. */
  public Resource(
      String uri, String name, String title, String description, String mimeType, Reader reader) {
    this(uri, name, title, description, mimeType, reader, List.of());
  }

  /** The same with other icons. */
  public Resource withIcons(Icon... pictures) {
    return new Resource(uri, name, title, description, mimeType, reader, List.of(pictures));
  }

  /** A resource of which its name is the title. */
  public static Resource of(
      String uri, String name, String description, String mimeType, Reader reader) {
    return new Resource(uri, name, name, description, mimeType, reader);
  }
}
