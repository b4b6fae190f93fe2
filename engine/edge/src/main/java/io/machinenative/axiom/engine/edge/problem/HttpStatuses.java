package io.machinenative.axiom.engine.edge.problem;

import io.machinenative.axiom.codec.Status;

/** Which status of HTTP a status of the wire becomes. Stateless, any thread. */
public final class HttpStatuses {
  private HttpStatuses() {}

  /**
   * The status of HTTP.
   *
   * @param tooSoon whether a rate has refused it, and not the lack of room
   */
  public static int of(Status status, boolean tooSoon) {
    return tooSoon ? 429 : of(status);
  }

  /** The status of HTTP. */
  public static int of(Status status) {
    return switch (status) {
      case OK -> 200;
      case BAD_REQUEST, INVALID_ARGUMENT -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case UNKNOWN_TOOL -> 404;
      case DUPLICATE_CORRELATION_ID, IDEMPOTENCY_KEY_REUSED, IN_PROGRESS, RESULT_NOT_KEPT -> 409;
      case MESSAGE_TOO_LARGE -> 413;
      case UNSUPPORTED_CONTENT_TYPE -> 415;
      case TOOL_ERROR -> 422;
      case CREDIT_EXCEEDED -> 429;
      case TOOL_FAULT, RESULT_TOO_LARGE, PROTOCOL_ERROR, SBE_UNKNOWN, NULL_VAL -> 500;
      case CONNECTION_LOST -> 502;
      case DEADLINE_EXPIRED, DEADLINE_EXCEEDED -> 504;
      default -> 503;
    };
  }
}
