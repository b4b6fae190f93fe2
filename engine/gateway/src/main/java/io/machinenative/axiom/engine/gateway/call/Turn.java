package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.engine.gateway.session.UpstreamSession.Conversation;

/**
 * A call on its way: its request, and its place. Closing it gives both up, unless it waits for an
 * answer of our caller. Used by one thread at a time.
 */
final class Turn implements AutoCloseable {
  private final Conversation conversation;
  private final Admission.Ticket ticket;
  private boolean parked;

  Turn(Conversation conversation, Admission.Ticket ticket) {
    this.conversation = conversation;
    this.ticket = ticket;
  }

  Conversation conversation() {
    return conversation;
  }

  Admission.Ticket ticket() {
    return ticket;
  }

  void parked(boolean value) {
    parked = value;
  }

  boolean parked() {
    return parked;
  }

  @Override
  public void close() {
    if (!parked) {
      conversation.close();
    }
  }
}
