package io.machinenative.axiom.engine.edge.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.codec.WireLimits;

/**
 * The texts of a W3C trace context. Stateless; only {@link #state} allocates.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class TraceText {
  /** {@code 00-<32 hex>-<16 hex>-<2 hex>}. */
  private static final int PARENT_LENGTH = 55;

  private TraceText() {}

  /**
   * Whether a text is written as a traceparent is: of version 00, or of one that is still to come.
   */
  static boolean isParent(String text) {
    if (text.length() < PARENT_LENGTH || text.startsWith("ff")) {
      return false;
    }
    boolean longer = text.length() > PARENT_LENGTH;
    if (longer && (text.startsWith("00") || text.charAt(PARENT_LENGTH) != '-')) {
      return false;
    }
    for (int i = 0; i < PARENT_LENGTH; i++) {
      char c = text.charAt(i);
      boolean dash = i == 2 || i == 35 || i == 52;
      if (dash ? c != '-' : !isHex(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** A tracestate for the wire; empty for one that is too long, or not of printable ASCII. */
  static byte[] state(String text) {
    boolean fits = text.length() <= WireLimits.MAX_TRACE_STATE_BYTES;
    for (int i = 0; fits && i < text.length(); i++) {
      char c = text.charAt(i);
      fits = c == '\t' || (c >= ' ' && c <= '~');
    }
    return fits ? text.getBytes(US_ASCII) : new byte[0];
  }
}
