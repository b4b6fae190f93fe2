package io.machinenative.axiom.engine.edge.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.EngineHealth;
import io.machinenative.axiom.api.EngineInfo;
import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.engine.access.Grants;
import io.machinenative.axiom.engine.access.Guard;
import io.machinenative.axiom.engine.access.Meter;
import io.machinenative.axiom.engine.edge.access.Challenge;
import io.machinenative.axiom.engine.edge.call.CallRequest;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.http.HttpHandler;
import io.machinenative.axiom.engine.edge.http.PageOrigins;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonDefect;
import io.machinenative.axiom.engine.edge.json.JsonScanner;
import io.machinenative.axiom.engine.edge.problem.Problems;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Route;
import io.machinenative.axiom.engine.pipeline.RouteSnapshot;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.function.Supplier;

/** HTTP/JSON: {@code /v1/tools}, {@code /openapi.json}, {@code /health}, {@code /ready}. */
public final class RestEndpoint implements HttpHandler {
  /** Below it are the tools. */
  public static final String TOOLS = "/v1/tools";

  private static final String INVOKE = ":invoke";
  private static final byte[] NO_ARGUMENTS = "{}".getBytes(UTF_8);
  private static final int MOST = 1000;
  private static final int USUAL = 100;

  private final IngressContext context;
  private final Supplier<EngineInfo> info;
  private final OpenApi openApi;
  private final PageRules pages;
  private final ByteSink sink = new ByteSink();
  private final CallRequest call = new CallRequest();
  private final JsonScanner scanner = new JsonScanner();

  /**
   * @param context the duty cycle's routes
   * @param origins of web pages that may call tools which change something
   */
  public RestEndpoint(
      IngressContext context,
      Supplier<EngineInfo> info,
      PageOrigins origins,
      String serverName,
      String version) {
    this.context = context;
    this.info = info;
    this.pages = new PageRules(origins);
    this.openApi = new OpenApi(serverName, version);
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    String path = exchange.path();
    boolean read = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    if (path.startsWith(TOOLS + "/") && path.endsWith(INVOKE)) {
      onInvoke(exchange, path);
    } else if (!read) {
      allow(exchange, "GET");
    } else if (path.equals(TOOLS)) {
      list(exchange);
    } else if (path.startsWith(TOOLS + "/")) {
      describe(exchange, path.substring(TOOLS.length() + 1));
    } else {
      switch (path) {
        case "/openapi.json" ->
            exchange.answer(
                200,
                Answers.JSON,
                openApi.of(context.routes(), grants(exchange), context.policy().identity()));
        case "/health" -> health(exchange, false);
        case "/ready" -> health(exchange, true);
        default -> problem(exchange, Status.UNKNOWN_TOOL, "there is nothing at " + path);
      }
    }
  }

  private static void allow(HttpExchange exchange, String method) {
    exchange.field(Answers.line("Allow: " + method));
    exchange.answer(405);
  }

  private void problem(HttpExchange exchange, Status status, String detail) {
    Problems.answer(exchange, sink.reset(), status, 0, detail);
  }

  private void onInvoke(HttpExchange exchange, String path) {
    if (!exchange.method().equals("POST")) {
      allow(exchange, "POST");
      return;
    }
    String name = path.substring(TOOLS.length() + 1, path.length() - INVOKE.length());
    Route route = route(name);
    ContentType type = CallFields.contentType(exchange.header("content-type"));
    if (route == null) {
      problem(exchange, Status.UNKNOWN_TOOL, "there is no tool named " + name);
    } else if (!allows(exchange, route)) {
      deny(exchange, route, name);
    } else if (type == null) {
      problem(
          exchange,
          Status.UNSUPPORTED_CONTENT_TYPE,
          "expected application/json, text/plain or application/octet-stream, got "
              + exchange.header("content-type"));
    } else {
      String refusal = pages.refusal(exchange, route.hints().readOnly());
      if (refusal == null) {
        invoke(exchange, route, type);
      } else {
        problem(exchange, Status.PERMISSION_DENIED, refusal);
      }
    }
  }

  private void invoke(HttpExchange exchange, Route route, ContentType type) {
    boolean empty = type == ContentType.JSON && exchange.bodyLength() == 0;
    byte[] body = empty ? NO_ARGUMENTS : exchange.body();
    int length = empty ? NO_ARGUMENTS.length : exchange.bodyLength();
    try {
      if (type == ContentType.JSON) {
        scanner.wrap(body, 0, length).requireOneValue();
      }
      call.begin(route.toolId(), body, 0, length);
      call.contentType(type);
      CallFields.read(exchange, call);
    } catch (JsonDefect e) {
      problem(exchange, Status.BAD_REQUEST, "the body is no JSON: " + e.getMessage());
      return;
    } catch (IllegalArgumentException e) {
      problem(exchange, Status.BAD_REQUEST, e.getMessage());
      return;
    }
    call.caller(exchange.caller());
    Meter[] meters = meters(exchange, route);
    byte[] stream = streamOf(exchange.header("accept"));
    if (stream == null) {
      new RestCall(exchange, sink, meters, new WholeAnswer(exchange, sink)).start(call);
    } else {
      new RestCall(exchange, sink, meters, new StreamedAnswer(exchange, sink, stream)).start(call);
    }
  }

  /** The kind of stream that a client wants rather than one answer, or null. */
  private static byte[] streamOf(String accept) {
    if (accept == null || accept.contains("application/json") || accept.contains("*/*")) {
      return null;
    }
    if (accept.contains("application/x-ndjson")) {
      return Answers.LINES;
    }
    return accept.contains("text/event-stream") ? Answers.EVENTS : null;
  }

  private Meter[] meters(HttpExchange exchange, Route route) {
    Guard guard = context.policy().guard();
    RouteSnapshot routes = context.routes();
    return guard.isOpen()
        ? null
        : routes.grants(exchange.caller(), guard).meters(routes.slotOf(route.toolId()));
  }

  private Grants grants(HttpExchange exchange) {
    Guard guard = context.policy().guard();
    return guard.isOpen() ? Grants.ALL : context.routes().grants(exchange.caller(), guard);
  }

  private boolean allows(HttpExchange exchange, Route route) {
    Guard guard = context.policy().guard();
    return guard.isOpen() || context.routes().allows(exchange.caller(), guard, route);
  }

  /** Of a tool that no scope opens a caller that may not call it learns nothing. */
  private void deny(HttpExchange exchange, Route route, String name) {
    Guard guard = context.policy().guard();
    guard.denied(exchange.caller().principal(), route.name());
    String scope = guard.scopeFor(route.name(), route.hints().readOnly());
    if (scope == null) {
      problem(exchange, Status.UNKNOWN_TOOL, "there is no tool named " + name);
    } else {
      Challenge.insufficientScope(
          exchange,
          context.policy().identity().resource(),
          exchange.caller().principal().scopes(),
          scope);
      problem(exchange, Status.PERMISSION_DENIED, name + " needs the scope " + scope);
    }
  }

  private Route route(String encoded) {
    String name =
        encoded.indexOf('%') < 0 ? encoded : QueryStringDecoder.decodeComponent(encoded, UTF_8);
    Route route = context.routes().find(ToolId.of(name));
    return route != null && route.name().equals(name) ? route : null;
  }

  private void list(HttpExchange exchange) {
    QueryStringDecoder query = new QueryStringDecoder(exchange.query(), UTF_8, false);
    String after = first(query, "after", "");
    int limit;
    try {
      limit = Math.clamp(Integer.parseInt(first(query, "limit", "" + USUAL)), 1, MOST);
    } catch (NumberFormatException e) {
      problem(exchange, Status.BAD_REQUEST, "limit: " + e.getMessage());
      return;
    }
    RouteSnapshot routes = context.routes();
    sink.reset().put("{\"epoch\":").number(routes.epoch()).put(",\"tools\":[");
    Route last = null;
    boolean more = false;
    int count = 0;
    for (int i = after.isEmpty() ? 0 : routes.firstAfter(after); !more && i < routes.size(); i++) {
      if (!allows(exchange, routes.byName(i))) {
        continue;
      }
      more = count == limit;
      if (!more) {
        last = routes.byName(i);
        ToolDescription.write(count++ == 0 ? sink : sink.put(','), last);
      }
    }
    sink.put(']');
    if (more) {
      sink.put(",\"next\":").text(TOOLS + "?after=" + last.name());
    }
    exchange.answer(200, Answers.JSON, sink.put('}'));
  }

  private static String first(QueryStringDecoder query, String name, String otherwise) {
    List<String> values = query.parameters().get(name);
    return values == null ? otherwise : values.getFirst();
  }

  private void describe(HttpExchange exchange, String name) {
    Route route = route(name);
    if (route == null || !allows(exchange, route)) {
      problem(exchange, Status.UNKNOWN_TOOL, "there is no tool named " + name);
    } else {
      ToolDescription.write(sink.reset(), route);
      exchange.answer(200, Answers.JSON, sink);
    }
  }

  private void health(HttpExchange exchange, boolean toTakeCalls) {
    EngineHealth health = info.get().health();
    boolean well = toTakeCalls ? health.ready() : health.live();
    sink.reset().put("{\"live\":").put(Boolean.toString(health.live()));
    sink.put(",\"ready\":").put(Boolean.toString(health.ready())).put(",\"reasons\":[");
    for (int i = 0; i < health.reasons().size(); i++) {
      sink.put(i == 0 ? "" : ",").text(health.reasons().get(i));
    }
    exchange.answer(well ? 200 : 503, Answers.JSON, sink.put("]}"));
  }
}
