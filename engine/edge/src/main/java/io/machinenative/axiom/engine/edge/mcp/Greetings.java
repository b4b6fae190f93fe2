package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.api.ClientFeature;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.edge.json.JsonText;
import io.machinenative.axiom.engine.edge.json.Members;
import io.machinenative.axiom.engine.json.Json;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** server/discover, initialize, ping, logging/setLevel. Owned by the ingress thread. */
final class Greetings {
  private static final byte[] VERSION = JsonText.ascii("protocolVersion");
  private static final byte[] CAPABILITIES = JsonText.ascii("capabilities");
  private static final byte[] LEVEL = JsonText.ascii("level");
  private static final String TASKS = "\"extensions\":{\"" + TaskRules.EXTENSION + "\":{}}";
  private static final String OFFERED =
      "{\"tools\":{\"listChanged\":true},"
          + "\"resources\":{\"subscribe\":true,\"listChanged\":true},"
          + "\"prompts\":{\"listChanged\":true},\"completions\":{},\"logging\":{}}";

  private final McpServer server;

  Greetings(McpServer server) {
    this.server = server;
  }

  void discover(McpRequest request) {
    ByteSink sink = request.begin().put("\"supportedVersions\":[");
    sink.text(Revision.STATELESS);
    Revision.WITH_SESSIONS.forEach(version -> sink.put(',').text(version));
    sink.put("],\"capabilities\":").put(OFFERED);
    if (server.shelf().config().count() > 0) {
      sink.truncate(sink.length() - 1); // its closing brace
      sink.put(',').put(TASKS).put('}');
    }
    Caching.write(sink, request);
    request.finishGreeting(sink);
  }

  void initialize(McpRequest request) {
    Members params = request.params();
    String asked = params.text(VERSION);
    if (asked == null) {
      throw RpcException.invalidParams("expected a protocolVersion");
    }
    String granted = Revision.granted(asked);
    McpSession session = request.session();
    if (session == null) {
      session = server.sessions().open(server.nowNs());
      session.owner(request.reply().caller().principal());
      request.reply().field(McpServer.SESSION_FIELD, session.id());
    }
    session.begin(granted, features(params.find(CAPABILITIES), params));
    ByteSink sink = request.begin().put("\"protocolVersion\":").text(granted);
    sink.put(",\"capabilities\":").put(OFFERED);
    request.finish(sink.put(",\"serverInfo\":").put(server.serverInfo()));
  }

  /** What a client says that it can do. */
  static Set<ClientFeature> features(int capabilities, Members holder) {
    Set<ClientFeature> features = EnumSet.noneOf(ClientFeature.class);
    if (capabilities == Members.ABSENT || holder.kind(capabilities) != '{') {
      return features;
    }
    if (Json.read(holder.copy(capabilities)) instanceof Map<?, ?> declared) {
      for (ClientFeature feature : ClientFeature.values()) {
        if (declared.get(feature.label()) instanceof Map) {
          features.add(feature);
        }
      }
    }
    return features;
  }

  void ping(McpRequest request) {
    request.finishEmpty(request.begin());
  }

  void setLevel(McpRequest request) {
    LogLevel level = LogLevel.of(request.params().text(LEVEL));
    if (level == null) {
      throw RpcException.invalidParams("expected a level from debug to emergency");
    }
    if (request.session() != null) {
      request.session().logLevel(level);
    }
    request.finishEmpty(request.begin());
  }
}
