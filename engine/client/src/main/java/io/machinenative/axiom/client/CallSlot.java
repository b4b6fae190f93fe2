package io.machinenative.axiom.client;

/** A request in flight. Owned by its {@link CallTable}, reused from request to request. */
final class CallSlot {
  /** Correlation id of a slot that is not in use. */
  static final long FREE = 0;

  long correlationId = FREE;

  /** Template id of the message that answers the request, unless an Error does. */
  int answerTemplateId;

  /** Takes a Result; null for a request of the catalogue. */
  ReplyHandler replies;

  /** Takes a ToolList or ToolDescription; null for a call. */
  CatalogueHandler catalogue;

  long token;
  boolean hasDeadline;

  /** When the request ends here, its deadline and the grace after it. */
  long expiryNs;

  /** A Cancel has to be sent as soon as the link takes it. */
  boolean cancelPending;

  FailureHandler failures() {
    return replies != null ? replies : catalogue;
  }
}
