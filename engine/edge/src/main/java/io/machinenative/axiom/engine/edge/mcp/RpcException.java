package io.machinenative.axiom.engine.edge.mcp;

/** Fails a request with an error of JSON-RPC. Has no stack trace: it is an answer, not a bug. */
final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final int code;
  private final String data;

  /**
   * @param httpStatus where the request came by HTTP
   * @param data JSON, or null for none
   */
  RpcException(int httpStatus, int code, String message, String data) {
    super(message, null, false, false);
    this.httpStatus = httpStatus;
    this.code = code;
    this.data = data;
  }

  /** The parameters are wrong: answered with status 200, for the message itself was right. */
  static RpcException invalidParams(String message) {
    return new RpcException(200, RpcError.INVALID_PARAMS, message, null);
  }

  int httpStatus() {
    return httpStatus;
  }

  int code() {
    return code;
  }

  String data() {
    return data;
  }
}
