package io.machinenative.axiom.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The 32-bit id by which Invoke names a tool: FNV-1a of the name in UTF-8. It needs no look-up, is
 * the same on every server, and survives reconnects; a catalogue refuses a second tool whose name
 * has the same id.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9923">RFC 9923, the FNV hash</a>
 */
public final class ToolId {
  private static final int OFFSET_BASIS = 0x811C9DC5;
  private static final int PRIME = 0x01000193;

  private ToolId() {}

  /**
   * @param name a tool's name
   * @return its id, an unsigned 32-bit number in an {@code int}
   */
  public static int of(String name) {
    int hash = OFFSET_BASIS;
    for (byte octet : name.getBytes(UTF_8)) {
      hash = (hash ^ (octet & 0xFF)) * PRIME;
    }
    return hash;
  }
}
