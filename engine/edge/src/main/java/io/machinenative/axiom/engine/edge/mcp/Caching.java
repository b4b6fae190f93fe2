package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;

/**
 * How long a client of the newer era may keep an answer. What changes is announced to those who
 * listen, so a minute is long enough to save work and short enough for those who do not. Stateless.
 */
final class Caching {
  private static final byte[] HINTS = JsonText.ascii(",\"ttlMs\":60000,\"cacheScope\":\"private\"");
  private static final byte[] NOT_KEPT = JsonText.ascii(",\"ttlMs\":0,\"cacheScope\":\"private\"");

  private Caching() {}

  /** Appends the hints of a list. */
  static void write(ByteSink sink, McpRequest request) {
    if (request.isStateless()) {
      sink.put(HINTS);
    }
  }

  /** Appends the hints of what may be another at each reading. */
  static void writeNone(ByteSink sink, McpRequest request) {
    if (request.isStateless()) {
      sink.put(NOT_KEPT);
    }
  }
}
