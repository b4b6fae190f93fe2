package io.machinenative.axiom.engine.gateway.link;

import java.util.Map;

/**
 * A message to an upstream server.
 *
 * @param id of the request; {@link #NO_REQUEST} for what has no answer
 * @param json in one line
 * @param headers of HTTP; other links have none
 * @param aside whether it is no call: it is let through however much waits, and what a child asks
 *     without saying why is not for it
 */
public record Outbound(long id, byte[] json, Map<String, String> headers, boolean aside) {
  /** Notifications and answers. */
  public static final long NO_REQUEST = -1;

  /** A notification or an answer. */
  public static Outbound told(byte[] json, Map<String, String> headers) {
    return new Outbound(NO_REQUEST, json, headers, false);
  }
}
