package io.machinenative.axiom.engine.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as its method has it; the session adds what the revision wants. Built and sent by one
 * thread.
 */
public final class Request {
  final String method;
  final String name;
  final Map<String, byte[]> params = new LinkedHashMap<>();
  final Map<String, byte[]> meta = new LinkedHashMap<>();
  final Map<String, String> headers = new LinkedHashMap<>();
  String capabilities = "{}";
  boolean progress;

  private Request(String method, String name) {
    this.method = method;
    this.name = name;
  }

  public static Request of(String method) {
    return new Request(method, null);
  }

  /**
   * @param name or URI that it asks for
   */
  public static Request of(String method, String name) {
    return new Request(method, name);
  }

  /** Adds a parameter, as JSON in one line. */
  public Request with(String parameter, byte[] json) {
    params.put(parameter, json);
    return this;
  }

  /** Adds something to {@code _meta}, as JSON in one line. */
  public Request meta(String key, byte[] json) {
    meta.put(key, json);
    return this;
  }

  /** Adds a header field, where there are any. */
  public Request header(String field, String value) {
    headers.put(field, value);
    return this;
  }

  /** What the client can be asked, as the newer era declares it with each request. */
  public Request capabilities(String json) {
    capabilities = json;
    return this;
  }

  /** Wants to be told how far it is. */
  public Request progress() {
    progress = true;
    return this;
  }
}
