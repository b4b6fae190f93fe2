package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import org.agrona.DirectBuffer;

/** How the outcome of a call is said to the client. Stateless; on the ingress thread. */
interface ResultForm {
  /** Answers with a reply. */
  void write(McpRequest request, ContentType type, DirectBuffer buffer, int offset, int length);

  /** Answers with a failure. */
  void fail(McpRequest request, Status status, int retryAfterMs, String message);
}
