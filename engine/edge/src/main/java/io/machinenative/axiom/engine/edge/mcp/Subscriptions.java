package io.machinenative.axiom.engine.edge.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.Announcements.Kind;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.edge.task.TaskRecord;
import io.machinenative.axiom.engine.json.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells clients what changed: on the streams that clients of the newer era listen on, and on the
 * open streams of sessions. Owned by the ingress thread.
 */
final class Subscriptions {
  private static final byte[] NOTIFICATIONS = JsonText.ascii("notifications");
  private static final byte[] URI = JsonText.ascii("uri");
  private static final int MOST_URIS = 1000;

  private final McpServer server;
  private final List<Subscription> open = new ArrayList<>();

  Subscriptions(McpServer server) {
    this.server = server;
  }

  // ── newer era ──────────────────────────────────────────────────────────────

  void listen(McpRequest request) {
    int filter = request.params().find(NOTIFICATIONS);
    if (filter == Members.ABSENT
        || !(Json.read(request.params().copy(filter)) instanceof Map<?, ?> asked)) {
      throw RpcException.invalidParams("expected notifications, an object that says which");
    }
    Set<Kind> lists = EnumSet.noneOf(Kind.class);
    Map<String, Object> granted = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      if (Boolean.TRUE.equals(asked.get(filterOf(kind)))) {
        lists.add(kind);
        granted.put(filterOf(kind), true);
      }
    }
    Set<String> uris = new HashSet<>();
    if (asked.get("resourceSubscriptions") instanceof List<?> list) {
      Caller caller = request.reply().caller();
      list.stream()
          .limit(MOST_URIS)
          .map(Object::toString)
          .filter(uri -> server.catalogue().mayRead(caller, uri))
          .forEach(uris::add);
      granted.put("resourceSubscriptions", List.copyOf(uris));
    }
    Set<String> taskIds = new HashSet<>();
    if (asked.get("taskIds") instanceof List<?> list) {
      TaskRules.requireDeclared(request);
      list.stream()
          .limit(MOST_URIS)
          .map(Object::toString)
          .filter(id -> server.shelf().find(id, request.owner()) != null)
          .forEach(taskIds::add);
      granted.put("taskIds", List.copyOf(taskIds));
    }
    Subscription subscription = new Subscription(request, lists, uris, taskIds);
    open.add(subscription);
    request.reply().onGone(() -> open.remove(subscription));
    if (request.session() != null) {
      request.session().listening().put(new String(request.id(), UTF_8), subscription);
    }
    ByteSink sink = begin("notifications/subscriptions/acknowledged", request);
    request.reply().send(sink.put(",\"notifications\":").put(Json.write(granted)).put("}}"));
  }

  /** A client that has one channel for all says that it does not listen any more. */
  void cancel(Subscription subscription) {
    open.remove(subscription);
    subscription.request().reply().end();
  }

  private static String filterOf(Kind kind) {
    return switch (kind) {
      case TOOLS -> "toolsListChanged";
      case PROMPTS -> "promptsListChanged";
      case RESOURCES -> "resourcesListChanged";
    };
  }

  private static String methodOf(Kind kind) {
    return switch (kind) {
      case TOOLS -> "notifications/tools/list_changed";
      case PROMPTS -> "notifications/prompts/list_changed";
      case RESOURCES -> "notifications/resources/list_changed";
    };
  }

  private ByteSink begin(String method, McpRequest subscriber) {
    ByteSink sink = server.sink().put("{\"jsonrpc\":\"2.0\",\"method\":\"").put(method);
    sink.put("\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":");
    return sink.put(subscriber.id()).put('}');
  }

  // ── older era ──────────────────────────────────────────────────────────────

  void subscribe(McpRequest request) {
    Set<String> uris = session(request).subscribedUris();
    if (uris.size() == MOST_URIS) {
      throw RpcException.invalidParams("a session may subscribe to " + MOST_URIS + " resources");
    }
    String uri = uri(request);
    if (!server.catalogue().mayRead(request.reply().caller(), uri)) {
      throw OfferMethods.notFound(request, uri);
    }
    uris.add(uri);
    request.finishEmpty(request.begin());
  }

  void unsubscribe(McpRequest request) {
    session(request).subscribedUris().remove(uri(request));
    request.finishEmpty(request.begin());
  }

  private static McpSession session(McpRequest request) {
    if (request.session() == null) {
      throw new RpcException(
          400, RpcError.INVALID_REQUEST, "expected a session: initialize one", null);
    }
    return request.session();
  }

  private static String uri(McpRequest request) {
    String uri = request.params().text(URI);
    if (uri == null) {
      throw RpcException.invalidParams("expected the uri of a resource");
    }
    return uri;
  }

  // ── both ───────────────────────────────────────────────────────────────────

  void listChanged(Kind kind) {
    String method = methodOf(kind);
    for (Subscription subscription : List.copyOf(open)) {
      if (subscription.lists().contains(kind)) {
        McpRequest request = subscription.request();
        request.reply().send(begin(method, request).put("}}"));
      }
    }
    for (McpSession session : server.sessionsWithStream()) {
      ByteSink sink = server.sink().put("{\"jsonrpc\":\"2.0\",\"method\":\"").put(method);
      session.stream().send(sink.put("\"}"));
    }
  }

  void resourceUpdated(String uri) {
    String method = "notifications/resources/updated";
    for (Subscription subscription : List.copyOf(open)) {
      McpRequest request = subscription.request();
      if (subscription.uris().contains(uri)
          && server.catalogue().mayRead(request.reply().caller(), uri)) {
        request.reply().send(begin(method, request).put(",\"uri\":").text(uri).put("}}"));
      }
    }
    for (McpSession session : server.sessionsWithStream()) {
      if (session.subscribedUris().contains(uri)
          && server.catalogue().mayRead(session.stream().caller(), uri)) {
        ByteSink sink = server.sink().put("{\"jsonrpc\":\"2.0\",\"method\":\"").put(method);
        session.stream().send(sink.put("\",\"params\":{\"uri\":").text(uri).put("}}"));
      }
    }
  }

  /** Ends the streams of callers whose credentials are good no longer. */
  void endOfWhoMayNot(long nowNs) {
    for (Subscription subscription : List.copyOf(open)) {
      Caller caller = subscription.request().reply().caller();
      if (caller == null || !caller.isGood(nowNs)) {
        open.remove(subscription);
        subscription.request().reply().end();
      }
    }
  }

  /** A task has changed, as tasks/get would say it. */
  void taskChanged(TaskRecord task, byte[] detail) {
    for (Subscription subscription : List.copyOf(open)) {
      if (subscription.taskIds().contains(task.id())) {
        McpRequest request = subscription.request();
        ByteSink sink = begin("notifications/tasks", request).put(',');
        TaskForm.write(sink, task);
        TaskForm.writeDetail(sink, task, detail);
        request.reply().send(sink.put("}}"));
      }
    }
  }

  /** Whether anybody wants to hear of a task. */
  boolean isAwaited(String taskId) {
    for (Subscription subscription : open) {
      if (subscription.taskIds().contains(taskId)) {
        return true;
      }
    }
    return false;
  }

  /** The server ends: those who listen are told that it does so in order. */
  void close() {
    for (Subscription subscription : List.copyOf(open)) {
      McpRequest request = subscription.request();
      ByteSink sink = server.sink().put("{\"jsonrpc\":\"2.0\",\"id\":").put(request.id());
      sink.put(",\"result\":{\"resultType\":\"complete\",\"_meta\":{");
      sink.put("\"io.modelcontextprotocol/subscriptionId\":").put(request.id()).put("}}}");
      request.reply().answer(200, sink);
    }
    open.clear();
  }
}
