package io.machinenative.axiom.engine.gateway.call;

import io.machinenative.axiom.api.CallContext;
import io.machinenative.axiom.api.Content;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.ResourceContents;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.gateway.rpc.Messages;
import io.machinenative.axiom.engine.gateway.session.Request;
import io.machinenative.axiom.engine.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads resources, writes prompts and completes arguments at an upstream server. Any thread. */
public final class OfferCalls {
  private final UpstreamCalls calls;

  public OfferCalls(UpstreamCalls calls) {
    this.calls = calls;
  }

  /**
   * @param uri as the server knows it
   */
  public List<ResourceContents> read(String uri, CallContext call) throws InterruptedException {
    Map<String, byte[]> result =
        calls.call(
            () -> Request.of("resources/read", uri).with("uri", Messages.text(uri)), call, true);
    List<ResourceContents> contents = new ArrayList<>();
    if (value(result, "contents") instanceof List<?> list) {
      for (Object one : list) {
        contents.add(resource(one));
      }
    }
    return contents;
  }

  /**
   * @param name as the server knows it
   */
  public List<Prompt.Message> write(String name, Map<String, String> arguments, CallContext call)
      throws InterruptedException {
    Map<String, byte[]> result =
        calls.call(
            () ->
                Request.of("prompts/get", name)
                    .with("name", Messages.text(name))
                    .with("arguments", Json.write(arguments)),
            call,
            true);
    List<Prompt.Message> messages = new ArrayList<>();
    if (value(result, "messages") instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> message) {
          boolean user = !"assistant".equals(message.get("role"));
          messages.add(
              new Prompt.Message(
                  user ? Prompt.Role.USER : Prompt.Role.ASSISTANT,
                  content(message.get("content"))));
        }
      }
    }
    return messages;
  }

  /**
   * @param ref of the prompt or the template, as MCP has it
   */
  public List<String> complete(
      Map<String, String> ref, String argument, String begun, Map<String, String> others)
      throws InterruptedException {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("name", argument);
    asked.put("value", begun);
    Map<String, byte[]> result =
        calls.call(
            () -> {
              Request request =
                  Request.of("completion/complete")
                      .with("ref", Json.write(ref))
                      .with("argument", Json.write(asked));
              return others.isEmpty()
                  ? request
                  : request.with("context", Json.write(Map.of("arguments", others)));
            },
            NoCaller.INSTANCE,
            true);
    return value(result, "completion") instanceof Map<?, ?> completion
            && completion.get("values") instanceof List<?> values
        ? values.stream().map(Objects::toString).toList()
        : List.of();
  }

  private static Object value(Map<String, byte[]> result, String member) {
    byte[] json = result.get(member);
    return json == null ? null : Json.read(json);
  }

  private ResourceContents resource(Object value) {
    if (!(value instanceof Map<?, ?> map && map.get("uri") instanceof String uri)) {
      throw ToolException.error(
          "upstream " + calls.name() + " answers with a resource without uri");
    }
    String mimeType = textOf(map, "mimeType");
    return map.get("blob") instanceof String blob
        ? ResourceContents.blob(uri, mimeType, bytes(blob))
        : ResourceContents.text(uri, mimeType, textOf(map, "text"));
  }

  private Content content(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw ToolException.error("upstream " + calls.name() + " answers with content that is none");
    }
    return switch (String.valueOf(map.get("type"))) {
      case "text" -> Content.text(textOf(map, "text"));
      case "image" -> new Content.Image(bytes(textOf(map, "data")), textOf(map, "mimeType"));
      case "audio" -> new Content.Audio(bytes(textOf(map, "data")), textOf(map, "mimeType"));
      case "resource_link" ->
          new Content.Link(
              textOf(map, "uri"),
              textOf(map, "name"),
              textOf(map, "description"),
              textOf(map, "mimeType"));
      case "resource" -> new Content.Embedded(resource(map.get("resource")));
      default ->
          throw ToolException.error(
              "upstream " + calls.name() + " answers with content of a kind that is not known");
    };
  }

  private byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw ToolException.error(
          "upstream " + calls.name() + " answers with wrong Base64: " + e.getMessage());
    }
  }

  private static String textOf(Map<?, ?> map, String member) {
    return map.get(member) instanceof String text ? text : "";
  }
}
