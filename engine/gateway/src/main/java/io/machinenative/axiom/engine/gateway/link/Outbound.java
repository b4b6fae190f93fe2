package io.machinenative.axiom.engine.gateway.link;

import java.util.Map;

/**
 * A message to an upstream server.
 *
 * @param id of the request; {@link #NO_REQUEST} for what has no answer
 * @param json in one line
 * @param headers of HTTP; other links have none
 */
public record Outbound(long id, byte[] json, Map<String, String> headers) {
  /** Notifications and answers. */
  public static final long NO_REQUEST = -1;
}
