package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.json.ByteSink;

/**
 * Answers one message of a pipe, or says what belongs to none: whatever is said is a line. On the
 * ingress thread.
 */
final class StdioReply implements McpReply {
  private final StdioListener listener;
  private final boolean asked;
  private boolean answered;

  private StdioReply(StdioListener listener, boolean asked) {
    this.listener = listener;
    this.asked = asked;
  }

  /** For a message that came. */
  static StdioReply toMessage(StdioListener listener) {
    listener.onAsked();
    return new StdioReply(listener, true);
  }

  /** For what the server says on its own; the end of the input does not wait for it. */
  static StdioReply toNobody(StdioListener listener) {
    return new StdioReply(listener, false);
  }

  private void settle() {
    if (!answered) {
      answered = true;
      if (asked) {
        listener.onAnswered();
      }
    }
  }

  @Override
  public boolean isOpen() {
    return !answered;
  }

  @Override
  public void send(ByteSink message) {
    if (!answered) {
      listener.write(message);
    }
  }

  @Override
  public void answer(int httpStatus, ByteSink message) {
    if (!answered) {
      listener.write(message);
      settle();
    }
  }

  @Override
  public void accept() {
    settle();
  }

  @Override
  public void end() {
    settle();
  }

  @Override
  public void onGone(Runnable whatStops) {
    // the end of the pipe is the end of the server
  }

  @Override
  public String header(CharSequence name) {
    return null;
  }

  @Override
  public void field(String name, String value) {
    // there are none
  }

  @Override
  public boolean isHttp() {
    return false;
  }

  @Override
  public Caller caller() {
    return listener.caller();
  }

  @Override
  public int needsScope(String scope) {
    return 403; // nobody sees it
  }

  @Override
  public CallPort port() {
    return listener.port();
  }
}
