package io.machinenative.axiom.engine.json;

import io.machinenative.axiom.api.Completer;
import io.machinenative.axiom.api.Offer;
import io.machinenative.axiom.api.Prompt;
import io.machinenative.axiom.api.RawHandler;
import io.machinenative.axiom.api.RawInvocation;
import io.machinenative.axiom.api.Resource;
import io.machinenative.axiom.api.ResourceContents;
import io.machinenative.axiom.api.ResourceTemplate;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.codec.ContentType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.agrona.MutableDirectBuffer;

/**
 * Offers as handlers for JSON, so that the engine runs them as it runs tools.
 *
 * <pre>
 *  Resource          {}                                  → {"contents": […]}
 *  ResourceTemplate  {"uri": …}                          → {"contents": […]}
 *  Prompt            {argument: text, …}                 → {"description": …, "messages": […]}
 *  completion        {"name": …, "value": …, "others": {…}} → {"completion": {"values": […], …}}
 * </pre>
 *
 * <p>Stateless; handlers allocate.
 */
public final class OfferFaces {
  private static final int MOST_VALUES = 100;

  private OfferFaces() {}

  /** The handler that reads or writes what is offered. */
  public static RawHandler of(Offer offer) {
    return switch (offer) {
      case Resource resource -> call -> reply(call, contents(resource.reader().read(call)));
      case ResourceTemplate template -> {
        UriTemplate uris = new UriTemplate(template.uriTemplate());
        yield call -> reply(call, read(template, uris, call));
      }
      case Prompt prompt -> call -> reply(call, write(prompt, call));
    };
  }

  /** The handler that completes arguments. */
  public static RawHandler completionOf(Offer offer) {
    Map<String, Completer> completers =
        switch (offer) {
          case Resource _ -> Map.of();
          case ResourceTemplate template -> template.completers();
          case Prompt prompt ->
              prompt.arguments().stream()
                  .collect(
                      Collectors.toMap(
                          Prompt.Argument::name, Prompt.Argument::completer, (a, b) -> a));
        };
    return call -> reply(call, complete(completers, call));
  }

  private static Map<String, Object> contents(List<ResourceContents> contents) {
    if (contents.isEmpty()) {
      throw ToolException.invalid("there is nothing to read");
    }
    return ContentJson.ofResource(contents);
  }

  private static Map<String, Object> read(
      ResourceTemplate template, UriTemplate uris, RawInvocation call) throws Exception {
    String uri = Objects.toString(arguments(call).get("uri"));
    Map<String, String> variables =
        uris.variables(uri)
            .orElseThrow(
                () -> ToolException.invalid("expected a URI of " + template.uriTemplate()));
    return contents(template.reader().read(uri, variables, call));
  }

  private static Map<String, Object> write(Prompt prompt, RawInvocation call) throws Exception {
    Map<String, String> arguments = texts(arguments(call));
    for (Prompt.Argument argument : prompt.arguments()) {
      if (argument.required() && !arguments.containsKey(argument.name())) {
        throw ToolException.invalid("argument " + argument.name() + ": expected a text, got none");
      }
    }
    return ContentJson.ofMessages(prompt.description(), prompt.writer().write(arguments, call));
  }

  private static Map<String, Object> complete(Map<String, Completer> completers, RawInvocation call)
      throws Exception {
    Map<?, ?> asked = arguments(call);
    Completer completer =
        completers.getOrDefault(Objects.toString(asked.get("name")), Completer.NONE);
    Map<String, String> others =
        asked.get("others") instanceof Map<?, ?> map ? texts(map) : Map.of();
    List<String> values = completer.complete(Objects.toString(asked.get("value"), ""), others);
    List<String> first = values.subList(0, Math.min(MOST_VALUES, values.size()));
    Map<String, Object> completion = new LinkedHashMap<>();
    completion.put("values", first);
    completion.put("total", values.size());
    completion.put("hasMore", values.size() > first.size());
    return Map.of("completion", completion);
  }

  private static Map<?, ?> arguments(RawInvocation call) {
    byte[] json = new byte[call.payloadLength()];
    call.payload().getBytes(call.payloadOffset(), json);
    if (Json.read(json) instanceof Map<?, ?> arguments) {
      return arguments;
    }
    throw ToolException.invalid("expected an object");
  }

  private static Map<String, String> texts(Map<?, ?> arguments) {
    Map<String, String> texts = new LinkedHashMap<>();
    arguments.forEach((name, value) -> {
      if (!(value instanceof String text)) {
        throw ToolException.invalid("argument " + name + ": expected a text");
      }
      texts.put(name.toString(), text);
    });
    return texts;
  }

  static void reply(RawInvocation call, Map<String, Object> answer) {
    byte[] json = Json.write(answer);
    MutableDirectBuffer reply = call.reply(ContentType.JSON, json.length);
    reply.putBytes(call.replyOffset(), json);
  }
}
