package io.machinenative.axiom.api;

/**
 * Whether a call of a tool can be a task: something that an MCP client begins, and whose result it
 * fetches later. For tools that run longer than a client should hold a connection open.
 *
 * <p>Callers by HTTP/JSON and by the binary protocol wait, whatever is said here.
 */
public enum TaskSupport {
  /** The caller waits for the reply: the default. */
  FORBIDDEN,

  /** A client that knows tasks gets one; others wait. */
  OPTIONAL,

  /** A client that knows tasks gets one; others of MCP are refused. */
  REQUIRED
}
