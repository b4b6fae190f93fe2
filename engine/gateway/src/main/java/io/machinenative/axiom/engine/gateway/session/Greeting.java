package io.machinenative.axiom.engine.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.config.UpstreamConfig.Era;
import io.machinenative.axiom.engine.gateway.link.Link;
import io.machinenative.axiom.engine.gateway.rpc.Messages;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession.Conversation;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.engine.json.RawJson;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds out which revision of MCP a server speaks, the newest first, and agrees on it. Any thread;
 * waits.
 */
public final class Greeting {
  static final String NEWEST = "2026-07-28";

  /** Those with sessions, the newest first. */
  private static final List<String> OLDER = List.of("2025-11-25", "2025-06-18", "2025-03-26");

  /** What any caller might be asked: sessions declare it once for all. */
  private static final String CAPABILITIES = "{\"sampling\":{},\"elicitation\":{},\"roots\":{}}";

  private final Era era;
  private final long waitNs;
  private final String clientVersion;

  /**
   * @param waitNs for each message
   * @param clientVersion that servers are told
   */
  public Greeting(Era era, long waitNs, String clientVersion) {
    this.era = era;
    this.waitNs = waitNs;
    this.clientVersion = clientVersion;
  }

  /**
   * Greets a server.
   *
   * @param ids of requests, unique on the link
   * @param standing header fields of every request
   */
  public UpstreamSession greet(Link link, AtomicLong ids, Map<String, String> standing)
      throws UpstreamException, InterruptedException {
    String refusal = "";
    if (era != Era.OLDER) {
      try {
        return discover(link, ids, standing);
      } catch (RefusedException e) {
        refusal = e.getMessage();
      } catch (UpstreamException e) {
        boolean maybeOlder =
            e.kind() == Kind.SILENT || e.kind() == Kind.REFUSED || e.kind() == Kind.WRONG;
        if (era == Era.NEWER || !maybeOlder) {
          throw e;
        }
      }
    }
    if (era == Era.NEWER) {
      throw new UpstreamException(Kind.WRONG, "does not speak " + NEWEST + ": " + refusal);
    }
    try {
      return initialize(link, ids, standing);
    } catch (RefusedException e) {
      throw new UpstreamException(Kind.WRONG, "refuses the greeting: " + e.getMessage());
    }
  }

  private UpstreamSession discover(Link link, AtomicLong ids, Map<String, String> standing)
      throws UpstreamException, RefusedException, InterruptedException {
    UpstreamSession trial = session(link, ids, true, NEWEST, null, standing, null, null);
    Map<String, byte[]> result = members(trial.ask(Request.of("server/discover"), waitNs));
    byte[] versions = result.getOrDefault("supportedVersions", new byte[] {'[', ']'});
    if (!(Json.read(versions) instanceof List<?> list && list.contains(NEWEST))) {
      throw new UpstreamException(Kind.WRONG, "discovered, but does not list " + NEWEST);
    }
    byte[] info = result.get("serverInfo");
    if (info == null && result.get("_meta") instanceof byte[] meta) {
      info = members(meta).get(UpstreamSession.META + "serverInfo");
    }
    return session(link, ids, true, NEWEST, null, standing, result.get("capabilities"), info);
  }

  private UpstreamSession initialize(Link link, AtomicLong ids, Map<String, String> standing)
      throws UpstreamException, RefusedException, InterruptedException {
    String asked = OLDER.getFirst();
    UpstreamSession trial = session(link, ids, false, asked, null, standing, null, null);
    Request request =
        Request.of("initialize")
            .with("protocolVersion", Messages.text(asked))
            .with("capabilities", CAPABILITIES.getBytes(UTF_8))
            .with("clientInfo", UpstreamSession.clientInfo(clientVersion));
    try (Conversation conversation = trial.begin(request)) {
      Map<String, byte[]> result = members(UpstreamSession.conclude(conversation, waitNs));
      byte[] version = result.get("protocolVersion");
      if (version == null || !(Json.read(version) instanceof String v && OLDER.contains(v))) {
        throw new UpstreamException(
            Kind.WRONG,
            "speaks revision "
                + (version == null ? "?" : UpstreamException.shortened(new String(version, UTF_8)))
                + ", and none of "
                + OLDER);
      }
      String sessionId = conversation.header("Mcp-Session-Id");
      UpstreamSession session =
          session(
              link,
              ids,
              false,
              v,
              sessionId,
              standing,
              result.get("capabilities"),
              result.get("serverInfo"));
      session.deliver("notifications/initialized", waitNs);
      return session;
    }
  }

  private UpstreamSession session(
      Link link,
      AtomicLong ids,
      boolean newer,
      String version,
      String sessionId,
      Map<String, String> standing,
      byte[] capabilities,
      byte[] serverInfo) {
    return new UpstreamSession(
        link,
        ids,
        newer,
        version,
        sessionId,
        standing,
        Features.of(capabilities),
        describe(serverInfo),
        clientVersion);
  }

  private static String describe(byte[] serverInfo) {
    if (serverInfo == null || !(Json.read(serverInfo) instanceof Map<?, ?> info)) {
      return "";
    }
    return UpstreamException.shortened(info.get("name") + " " + info.get("version"));
  }

  private static Map<String, byte[]> members(byte[] result) throws UpstreamException {
    try {
      return RawJson.members(result);
    } catch (ToolException e) {
      throw new UpstreamException(Kind.WRONG, "answered what was not expected: " + e.getMessage());
    }
  }
}
