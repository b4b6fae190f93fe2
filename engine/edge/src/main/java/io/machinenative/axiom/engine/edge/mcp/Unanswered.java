package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.Json;
import java.util.Map;

/**
 * What a client says that wants no answer: that it gives a request up, and what it answers to a
 * question of a tool. Owned by the ingress thread.
 */
final class Unanswered {
  private static final byte[] CANCELLED = JsonText.ascii("notifications/cancelled");
  private static final byte[] REQUEST_ID = JsonText.ascii("requestId");

  private final Subscriptions subscriptions;

  Unanswered(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /**
   * @param session null when there is none: it then has nothing to cancel
   */
  void onNotification(McpSession session, Envelope message, McpReply reply) {
    if (session != null && message.isMethod(CANCELLED)) {
      cancel(session, message.params());
    }
    reply.accept();
  }

  private void cancel(McpSession session, Members params) {
    int id = params.find(REQUEST_ID);
    if (id != Members.ABSENT) {
      String key = new String(params.copy(id), UTF_8);
      EngineCall call = session.active().get(key);
      Subscription subscription = session.listening().remove(key);
      if (call != null) {
        call.cancel();
      }
      if (subscription != null) {
        subscriptions.cancel(subscription);
      }
    }
  }

  /**
   * @param session null when there is none: nothing was asked then
   */
  void onResponse(McpSession session, Envelope message, McpReply reply) {
    int id = message.top().find(Envelope.ID);
    Question question =
        session == null || !message.top().isText(id)
            ? null
            : session.questions().remove(message.top().text(id));
    Map<String, Object> answer = question == null ? null : answerIn(message.top());
    reply.accept();
    if (answer != null) {
      question.call().onAnswer(question.key(), answer);
    } else if (question != null) {
      question.call().onNoAnswer("the client cannot answer what the tool asks");
    }
  }

  /** What a client says to a question; null when that is no answer. */
  private static Map<String, Object> answerIn(Members message) {
    int result = message.find(Envelope.RESULT);
    try {
      return result != Members.ABSENT && Json.read(message.copy(result)) instanceof Map<?, ?> map
          ? Interactions.texts(map)
          : null;
    } catch (ToolException _) {
      return null; // a part of it that was passed over at first is no JSON
    }
  }
}
