package io.machinenative.axiom.client;

/** A request in flight. Owned by its {@link CallTable}, reused from request to request. */
final class CallSlot {
  /** Correlation id of a slot that is not in use. */
  static final long FREE = 0;

  long correlationId = FREE;

  /** Template id of the message that answers the request, unless an Error does. */
  int answerTemplateId;

  /** Takes a Result; null for other requests. */
  ReplyHandler replies;

  /** Takes a ToolList or ToolDescription; null for other requests. */
  CatalogueHandler catalogue;

  /** Takes an answer of the registry; null for other requests. */
  AnswerHandler answers;

  long token;
  boolean hasDeadline;

  /** When the request ends here, its deadline and the grace after it. */
  long expiryNs;

  /** A Cancel has to be sent as soon as the link takes it. */
  boolean cancelPending;

  FailureHandler failures() {
    if (replies != null) {
      return replies;
    }
    return catalogue != null ? catalogue : answers;
  }
}
