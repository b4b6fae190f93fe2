package io.machinenative.axiom.engine.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Texts as values of header fields: those that HTTP would not carry go in Base64. Stateless. */
public final class HeaderText {
  private HeaderText() {}

  public static String of(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().allMatch(c -> c >= 0x20 && c < 0x7F)
            && text.strip().equals(text)
            && !text.startsWith("=?base64?");
    return plain
        ? text
        : "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
  }
}
