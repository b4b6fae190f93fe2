package io.machinenative.axiom.api;

import java.util.Objects;

/** What a resource holds, as one reading found it. Immutable, but for the array of bytes. */
public sealed interface ResourceContents {
  String uri();

  /** Media type; empty when it is not known. */
  String mimeType();

  /** A text. */
  record Text(String uri, String mimeType, String text) implements ResourceContents {
    public Text {
      Objects.requireNonNull(uri, "uri");
      Objects.requireNonNull(mimeType, "mimeType");
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * Bytes.
   *
   * @param data not copied
   */
  record Blob(String uri, String mimeType, byte[] data) implements ResourceContents {
    public Blob {
      Objects.requireNonNull(uri, "uri");
      Objects.requireNonNull(mimeType, "mimeType");
      Objects.requireNonNull(data, "data");
    }
  }

  /** A text, for short. */
  static ResourceContents text(String uri, String mimeType, String text) {
    return new Text(uri, mimeType, text);
  }

  /** Bytes, for short. */
  static ResourceContents blob(String uri, String mimeType, byte[] data) {
    return new Blob(uri, mimeType, data);
  }
}
