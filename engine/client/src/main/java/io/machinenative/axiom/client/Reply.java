package io.machinenative.axiom.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.codec.ContentType;

/**
 * What a tool answered.
 *
 * @param contentType what the bytes are
 * @param bytes a copy that the caller owns
 */
public record Reply(ContentType contentType, byte[] bytes) {
  /** The bytes as UTF-8: for JSON and TEXT. */
  public String text() {
    return new String(bytes, UTF_8);
  }
}
