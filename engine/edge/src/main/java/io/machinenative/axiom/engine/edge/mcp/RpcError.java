package io.machinenative.axiom.engine.edge.mcp;

/** Codes of JSON-RPC errors, those of MCP among them. */
final class RpcError {
  static final int PARSE = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL = -32603;

  /** Older era: no such resource. */
  static final int RESOURCE_NOT_FOUND = -32002;

  /** A header field and the body disagree, or a field is missing. */
  static final int HEADER_MISMATCH = -32020;

  /** The request needs what the client does not declare. */
  static final int MISSING_CAPABILITY = -32021;

  static final int UNSUPPORTED_VERSION = -32022;

  private RpcError() {}
}
