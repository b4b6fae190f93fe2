package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.catalogue.ListedOffer;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.Json;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;

/**
 * Lists of resources, templates and prompts; reading, writing and completing them. Owned by the
 * ingress thread.
 */
final class OfferMethods {
  private static final byte[] URI = JsonText.ascii("uri");
  private static final byte[] NAME = JsonText.ascii("name");
  private static final byte[] ARGUMENTS = JsonText.ascii("arguments");
  private static final byte[] REF = JsonText.ascii("ref");
  private static final byte[] ARGUMENT = JsonText.ascii("argument");
  private static final byte[] CONTEXT = JsonText.ascii("context");

  private final McpServer server;
  private final CallRequest call = new CallRequest();

  OfferMethods(McpServer server) {
    this.server = server;
  }

  void listResources(McpRequest request) {
    list(request, "resources", server.catalogue().offers().resources());
  }

  void listTemplates(McpRequest request) {
    list(request, "resourceTemplates", server.catalogue().offers().templates());
  }

  void listPrompts(McpRequest request) {
    list(request, "prompts", server.catalogue().offers().prompts());
  }

  private void list(McpRequest request, String member, NavigableMap<String, ListedOffer> all) {
    String after = Cursor.read(request.params());
    NavigableMap<String, ListedOffer> rest = after == null ? all : all.tailMap(after, false);
    ByteSink sink = request.begin().put('"').put(member).put("\":[");
    int count = 0;
    boolean more = false;
    String last = null;
    for (ListedOffer offer : rest.values()) {
      if (!server.catalogue().allows(request.reply().caller(), offer.toolId())) {
        continue;
      }
      if (count == Cursor.PAGE) {
        more = true;
        break;
      }
      sink.put(count == 0 ? "" : ",").put(offer.listed());
      last = offer.key();
      count++;
    }
    sink.put(']');
    if (more) {
      Cursor.write(sink, last);
    }
    Caching.write(sink, request);
    request.finish(sink);
  }

  void readResource(McpRequest request) {
    String uri = request.params().text(URI);
    if (uri == null) {
      throw RpcException.invalidParams("expected the uri of a resource");
    }
    ListedOffer offer = server.catalogue().offers().serving(uri);
    if (offer == null) {
      throw notFound(request, uri);
    }
    requireAllowed(request, offer, notFound(request, uri));
    start(request, offer.toolId(), Json.write(Map.of("uri", uri)), OfferForm.RESOURCE);
  }

  /** The newer era has no code of its own for it. */
  static RpcException notFound(McpRequest request, String uri) {
    int code = request.isStateless() ? RpcError.INVALID_PARAMS : RpcError.RESOURCE_NOT_FOUND;
    return new RpcException(
        200, code, "there is no resource at " + uri, Json.text(Map.of("uri", uri)));
  }

  void getPrompt(McpRequest request) {
    Members params = request.params();
    String name = params.text(NAME);
    ListedOffer offer = name == null ? null : server.catalogue().offers().prompts().get(name);
    if (offer == null) {
      throw RpcException.invalidParams("there is no prompt named " + name);
    }
    requireAllowed(request, offer, RpcException.invalidParams("there is no prompt named " + name));
    int arguments = params.find(ARGUMENTS);
    if (arguments != Members.ABSENT && params.kind(arguments) != '{') {
      throw RpcException.invalidParams("expected arguments that are an object");
    }
    byte[] payload = arguments == Members.ABSENT ? new byte[] {'{', '}'} : params.copy(arguments);
    start(request, offer.toolId(), payload, OfferForm.OBJECT);
  }

  void complete(McpRequest request) {
    Members params = request.params();
    Map<?, ?> ref = object(params, REF);
    Map<?, ?> argument = object(params, ARGUMENT);
    ListedOffer offer =
        switch (Objects.toString(ref.get("type"))) {
          case "ref/prompt" ->
              server.catalogue().offers().prompts().get(Objects.toString(ref.get("name")));
          case "ref/resource" ->
              server.catalogue().offers().templates().get(Objects.toString(ref.get("uri")));
          default -> null;
        };
    if (offer == null
        || !server.catalogue().allows(request.reply().caller(), offer.toolId())
        || !(argument.get("name") instanceof String name)) {
      throw RpcException.invalidParams(
          "expected a ref to a prompt or a template that is there, and an argument with its name");
    }
    Map<?, ?> context = params.find(CONTEXT) == Members.ABSENT ? Map.of() : object(params, CONTEXT);
    Object others = context.get("arguments") instanceof Map<?, ?> map ? map : Map.of();
    byte[] payload =
        Json.write(
            Map.of(
                "name", name,
                "value", Objects.toString(argument.get("value"), ""),
                "others", others));
    start(request, offer.completionId(), payload, OfferForm.OBJECT);
  }

  private void requireAllowed(McpRequest request, ListedOffer offer, RpcException unknown) {
    if (!server.catalogue().allows(request.reply().caller(), offer.toolId())) {
      throw server.catalogue().denied(request, offer.toolId(), unknown);
    }
  }

  private static Map<?, ?> object(Members params, byte[] name) {
    int index = params.find(name);
    if (index != Members.ABSENT && Json.read(params.copy(index)) instanceof Map<?, ?> map) {
      return map;
    }
    throw RpcException.invalidParams(
        "expected an object " + JsonText.unescaped(name, 0, name.length));
  }

  private void start(McpRequest request, int toolId, byte[] payload, OfferForm form) {
    call.begin(toolId, payload, 0, payload.length);
    request.trace(call);
    new EngineCall(server, request, form).start(call);
  }
}
