package io.machinenative.axiom.api;

import java.util.Objects;

/**
 * A part of what a tool or a prompt says to a language model, as MCP has it. Immutable, but for the
 * arrays of bytes.
 */
public sealed interface Content {
  /** A text. */
  record Text(String text) implements Content {
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * A picture.
   *
   * @param data not copied
   */
  record Image(byte[] data, String mimeType) implements Content {
    public Image {
      Objects.requireNonNull(data, "data");
      Objects.requireNonNull(mimeType, "mimeType");
    }
  }

  /**
   * A sound.
   *
   * @param data not copied
   */
  record Audio(byte[] data, String mimeType) implements Content {
    public Audio {
      Objects.requireNonNull(data, "data");
      Objects.requireNonNull(mimeType, "mimeType");
    }
  }

  /**
   * A resource to read.
   *
   * @param description empty for none
   * @param mimeType empty when it is not known
   */
  record Link(String uri, String name, String description, String mimeType) implements Content {
    public Link {
      Objects.requireNonNull(uri, "uri");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(mimeType, "mimeType");
    }
  }

  /** A resource, read. */
  record Embedded(ResourceContents resource) implements Content {
    public Embedded {
      Objects.requireNonNull(resource, "resource");
    }
  }

  /** A text, for short. */
  static Content text(String text) {
    return new Text(text);
  }
}
