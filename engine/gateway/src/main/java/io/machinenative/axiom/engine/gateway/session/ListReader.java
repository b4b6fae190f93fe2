package io.machinenative.axiom.engine.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Icon;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.gateway.rpc.Messages;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.json.HeaderAnnotations;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.JsonSchema;
import io.machinenative.axiom.engine.json.RawJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Asks a server for its lists, page by page. What is no entry, comes twice, has a schema that is
 * none, or is beyond the limit, is left out and named. Used by one thread, once.
 */
public final class ListReader {
  private static final int MOST_PAGES = 1000;
  private static final int MOST_PROBLEMS = 50;
  private static final int NAME_CHARS = 512;
  private static final int SCHEMA_BYTES = 256 * 1024;

  private final UpstreamSession session;
  private final int limit;
  private final long waitNs;
  private final Predicate<String> wanted;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param limit most entries of each list
   * @param waitNs for each page
   * @param wanted tools, by their name there
   */
  public ListReader(UpstreamSession session, int limit, long waitNs, Predicate<String> wanted) {
    this.session = session;
    this.limit = limit;
    this.waitNs = waitNs;
    this.wanted = wanted;
  }

  public Lists read() throws UpstreamException, InterruptedException {
    List<RemoteTool> tools = new ArrayList<>();
    if (session.features().tools()) {
      Set<String> names = new HashSet<>();
      for (byte[] entry : entries("tools/list", "tools")) {
        addTool(entry, names, tools);
      }
    }
    List<RemoteOffer> offers = new ArrayList<>();
    if (session.features().resources()) {
      addOffers(RemoteOffer.Kind.RESOURCE, offers);
      addOffers(RemoteOffer.Kind.TEMPLATE, offers);
    }
    if (session.features().prompts()) {
      addOffers(RemoteOffer.Kind.PROMPT, offers);
    }
    return new Lists(tools, offers, problems);
  }

  private List<byte[]> entries(String method, String member)
      throws UpstreamException, InterruptedException {
    List<byte[]> entries = new ArrayList<>();
    String cursor = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      Request request = Request.of(method);
      if (cursor != null) {
        request.with("cursor", Messages.text(cursor));
      }
      Map<String, byte[]> result = page(request, method);
      if (result == null) {
        return entries;
      }
      for (byte[] entry : elements(result.get(member), method)) {
        if (entries.size() == limit) {
          problem(method + ": only the first " + limit + " are joined");
          return entries;
        }
        entries.add(entry);
      }
      String next = text(result.get("nextCursor"));
      if (next == null || next.equals(cursor)) {
        return entries;
      }
      cursor = next;
    }
    problem(method + ": has more than " + MOST_PAGES + " pages");
    return entries;
  }

  /** Null when the server does not have that list, whatever it declares. */
  private Map<String, byte[]> page(Request request, String method)
      throws UpstreamException, InterruptedException {
    try {
      return RawJson.members(session.ask(request, waitNs));
    } catch (RefusedException e) {
      problem(method + ": " + e.getMessage());
      return null;
    } catch (ToolException e) {
      throw new UpstreamException(Kind.WRONG, "answers " + method + " wrongly: " + e.getMessage());
    }
  }

  private static List<byte[]> elements(byte[] array, String method) throws UpstreamException {
    if (array == null) {
      throw new UpstreamException(Kind.WRONG, "answers " + method + " without a list");
    }
    try {
      return RawJson.elements(array);
    } catch (ToolException e) {
      throw new UpstreamException(Kind.WRONG, "answers " + method + " wrongly: " + e.getMessage());
    }
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(UpstreamException.shortened(text));
    }
  }

  private void addTool(byte[] entry, Set<String> names, List<RemoteTool> tools) {
    String name = "?";
    try {
      Map<String, byte[]> members = RawJson.members(entry);
      name = name(members.get("name"));
      if (!wanted.test(name)) {
        return;
      }
      String input = schema(members.get("inputSchema"));
      String output = schema(members.get("outputSchema"));
      if (input.isEmpty()) {
        throw new IllegalArgumentException("it has no input schema");
      }
      if (!names.add(name)) {
        throw new IllegalArgumentException("there is another one of that name before it");
      }
      tools.add(tool(name, members, input, output));
    } catch (ToolException | IllegalArgumentException e) {
      problem("tool " + name + " is left out: " + e.getMessage());
    }
  }

  /** Those that cannot be shown are left out, and named; what they belong to is not. */
  private List<Icon> icons(String of, Map<String, byte[]> members) {
    try {
      return IconReader.read(members.get("icons"));
    } catch (IllegalArgumentException e) {
      problem("the icons of " + of + " are left out: " + e.getMessage());
      return List.of();
    }
  }

  private RemoteTool tool(String name, Map<String, byte[]> members, String input, String output) {
    Map<?, ?> hints =
        members.get("annotations") instanceof byte[] annotations
                && Json.read(annotations) instanceof Map<?, ?> map
            ? map
            : Map.of();
    String title = text(members.get("title"));
    if (title == null && hints.get("title") instanceof String hinted) {
      title = hinted;
    }
    boolean readOnly = Boolean.TRUE.equals(hints.get("readOnlyHint"));
    return new RemoteTool(
        name,
        title == null ? "" : title,
        orEmpty(text(members.get("description"))),
        icons(name, members),
        input,
        output,
        readOnly,
        !readOnly && !Boolean.FALSE.equals(hints.get("destructiveHint")),
        readOnly || Boolean.TRUE.equals(hints.get("idempotentHint")),
        !Boolean.FALSE.equals(hints.get("openWorldHint")),
        HeaderAnnotations.of(Json.read(input)));
  }

  /** As it is written, checked: who lists it later has to be able to. */
  private static String schema(byte[] json) {
    if (json == null) {
      return "";
    }
    if (json.length > SCHEMA_BYTES) {
      throw new IllegalArgumentException("a schema is longer than " + SCHEMA_BYTES + " bytes");
    }
    String text = new String(json, UTF_8);
    JsonSchema compiled = JsonSchema.compile(text);
    assert compiled != null;
    return text;
  }

  private void addOffers(RemoteOffer.Kind kind, List<RemoteOffer> offers)
      throws UpstreamException, InterruptedException {
    Set<String> keys = new HashSet<>();
    for (byte[] entry : entries(kind.method, kind.member)) {
      String key = "?";
      try {
        Map<String, byte[]> members = RawJson.members(entry);
        key = name(members.get(kind.key));
        if (!keys.add(key)) {
          throw new IllegalArgumentException("there is another one before it");
        }
        offers.add(offer(kind, key, members));
      } catch (ToolException | IllegalArgumentException e) {
        problem(kind.member + " " + key + " is left out: " + e.getMessage());
      }
    }
  }

  private RemoteOffer offer(RemoteOffer.Kind kind, String key, Map<String, byte[]> members) {
    String name = name(members.get("name"));
    String title = text(members.get("title"));
    List<RemoteOffer.Argument> arguments = new ArrayList<>();
    if (members.get("arguments") instanceof byte[] list) {
      for (byte[] one : RawJson.elements(list)) {
        Map<String, byte[]> argument = RawJson.members(one);
        arguments.add(
            new RemoteOffer.Argument(
                name(argument.get("name")),
                orEmpty(text(argument.get("description"))),
                argument.get("required") instanceof byte[] required
                    && Boolean.TRUE.equals(Json.read(required))));
      }
    }
    return new RemoteOffer(
        kind,
        key,
        name,
        title == null ? name : title,
        orEmpty(text(members.get("description"))),
        icons(key, members),
        orEmpty(text(members.get("mimeType"))),
        arguments);
  }

  private static String name(byte[] json) {
    String text = text(json);
    if (text == null || text.isEmpty() || text.length() > NAME_CHARS) {
      throw new IllegalArgumentException("it has no name, or one longer than " + NAME_CHARS);
    }
    return text;
  }

  private static String text(byte[] json) {
    return json != null && Json.read(json) instanceof String text ? text : null;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
