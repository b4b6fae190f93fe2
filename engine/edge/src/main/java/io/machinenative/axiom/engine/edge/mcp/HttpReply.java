package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.ProtectedResource;
import io.machinenative.axiom.engine.edge.access.Challenge;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.json.ByteSink;

/**
 * Answers by HTTP: with one JSON object, or, once something was sent before the answer, with a
 * stream of events. On the ingress thread.
 */
final class HttpReply implements McpReply {
  private final HttpExchange exchange;
  private final ProtectedResource resource;

  HttpReply(HttpExchange exchange, ProtectedResource resource) {
    this.resource = resource;
    this.exchange = exchange;
  }

  @Override
  public boolean isOpen() {
    return exchange.isOpen();
  }

  @Override
  public void send(ByteSink message) {
    exchange.openStream();
    exchange.event(message);
  }

  @Override
  public void answer(int httpStatus, ByteSink message) {
    if (exchange.isStreaming()) {
      exchange.event(message);
      exchange.endStream();
    } else {
      exchange.answer(httpStatus, Answers.JSON, message);
    }
  }

  @Override
  public void accept() {
    exchange.answer(202);
  }

  @Override
  public void end() {
    if (exchange.isStreaming()) {
      exchange.endStream();
    } else {
      exchange.answer(202);
    }
  }

  @Override
  public void onGone(Runnable whatStops) {
    exchange.onGone(whatStops);
  }

  @Override
  public String header(CharSequence name) {
    return exchange.joined(name);
  }

  @Override
  public void field(String name, String value) {
    exchange.field(Answers.line(name + ": " + value));
  }

  @Override
  public boolean isHttp() {
    return true;
  }

  @Override
  public Caller caller() {
    return exchange.caller();
  }

  @Override
  public int needsScope(String scope) {
    Challenge.insufficientScope(exchange, resource, exchange.caller().principal().scopes(), scope);
    return 403;
  }

  @Override
  public CallPort port() {
    return exchange.port();
  }
}
