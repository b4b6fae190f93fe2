package io.machinenative.axiom.engine.gateway.rpc;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.RawJson;
import java.util.Map;

/** A message from an upstream server, its parts as they were written. Immutable, but for arrays. */
public sealed interface Incoming {
  /** An error without the id of a request. */
  long NO_ID = -1;

  /** The result of a request of ours. */
  record Answer(long id, byte[] result) implements Incoming {}

  /**
   * The error of a request of ours.
   *
   * @param id {@link #NO_ID} when it does not say of which
   * @param data as it was written; null for none
   */
  record Refusal(long id, int code, String message, byte[] data) implements Incoming {}

  /** A request to us. */
  record Asked(byte[] id, String method, byte[] params) implements Incoming {}

  /** A notification. */
  record Told(String method, byte[] params) implements Incoming {}

  /**
   * Reads a message.
   *
   * @throws UpstreamException WRONG when it is none
   */
  static Incoming parse(byte[] json) throws UpstreamException {
    try {
      return of(RawJson.members(json));
    } catch (ToolException e) {
      throw new UpstreamException(Kind.WRONG, "sent what is no message: " + e.getMessage());
    }
  }

  private static Incoming of(Map<String, byte[]> members) throws UpstreamException {
    byte[] id = members.get("id");
    byte[] method = members.get("method");
    if (method != null) {
      String name = text(method, "method");
      byte[] params = members.getOrDefault("params", Messages.EMPTY);
      RawJson.requireObject(params);
      return id == null ? new Told(name, params) : new Asked(id, name, params);
    }
    if (members.containsKey("result")) {
      return new Answer(number(id), members.get("result"));
    }
    if (members.get("error") instanceof byte[] error) {
      Map<String, byte[]> parts = RawJson.members(error);
      byte[] code = parts.get("code");
      byte[] message = parts.get("message");
      return new Refusal(
          id == null ? NO_ID : number(id),
          code != null && Json.read(code) instanceof Integer value ? value : 0,
          message == null ? "" : UpstreamException.shortened(text(message, "message")),
          parts.get("data"));
    }
    throw new UpstreamException(
        Kind.WRONG, "sent what is no message: neither method, nor result, nor error");
  }

  private static String text(byte[] json, String name) throws UpstreamException {
    if (Json.read(json) instanceof String text) {
      return text;
    }
    throw new UpstreamException(Kind.WRONG, "sent a message whose " + name + " is no text");
  }

  /** Our ids are numbers; another one is nobody's. */
  private static long number(byte[] id) {
    return id != null && Json.read(id) instanceof Number number ? number.longValue() : NO_ID;
  }
}
