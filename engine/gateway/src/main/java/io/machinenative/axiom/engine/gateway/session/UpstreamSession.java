package io.machinenative.axiom.engine.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.gateway.link.Exchange;
import io.machinenative.axiom.engine.gateway.link.HttpLink;
import io.machinenative.axiom.engine.gateway.link.Link;
import io.machinenative.axiom.engine.gateway.link.Outbound;
import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.Messages;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException.Kind;
import io.machinenative.axiom.engine.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was agreed with an upstream server. In the older era the server keeps a session too; in the
 * newer one every request says all. Any thread.
 */
public final class UpstreamSession {
  static final String META = "io.modelcontextprotocol/";
  private static final String PROTOCOL = "MCP-Protocol-Version";
  private static final String SESSION = "Mcp-Session-Id";

  private final Link link;
  private final AtomicLong ids;
  private final boolean newer;
  private final String version;
  private final String sessionId;
  private final Map<String, String> standing;
  private final Features features;
  private final String server;
  private final String clientVersion;

  /**
   * @param ids of requests, unique on the link
   * @param newer whether requests say all themselves
   * @param version of the protocol
   * @param sessionId of the server's session; null for none
   * @param standing header fields of every request
   * @param server its name and version, for people
   */
  UpstreamSession(
      Link link,
      AtomicLong ids,
      boolean newer,
      String version,
      String sessionId,
      Map<String, String> standing,
      Features features,
      String server,
      String clientVersion) {
    this.link = link;
    this.ids = ids;
    this.newer = newer;
    this.version = version;
    this.sessionId = sessionId;
    this.standing = standing;
    this.features = features;
    this.server = server;
    this.clientVersion = clientVersion;
  }

  public Link link() {
    return link;
  }

  /** Whether requests say all themselves: revision 2026-07-28. */
  public boolean newer() {
    return newer;
  }

  /** Revision of the protocol. */
  public String version() {
    return version;
  }

  public Features features() {
    return features;
  }

  /** Its name and version, for people. */
  public String server() {
    return server;
  }

  /** A request in flight. Used by one thread at a time. */
  public final class Conversation implements AutoCloseable {
    private final long id;
    private final Exchange exchange;
    private boolean over;

    private Conversation(long id, Exchange exchange) {
      this.id = id;
      this.exchange = exchange;
    }

    public UpstreamSession session() {
      return UpstreamSession.this;
    }

    /**
     * The next message; those of other requests are left out.
     *
     * @param signNs for a sign of life, at most
     * @param messageNs for the message as a whole, at most
     */
    public Incoming next(long signNs, long messageNs)
        throws UpstreamException, InterruptedException {
      Incoming message = exchange.next(signNs, messageNs);
      over = message instanceof Incoming.Answer || message instanceof Incoming.Refusal;
      long answered =
          switch (message) {
            case Incoming.Answer answer -> answer.id();
            case Incoming.Refusal refusal when refusal.id() != Incoming.NO_ID -> refusal.id();
            default -> id;
          };
      if (answered != id) {
        throw new UpstreamException(
            Kind.WRONG, "answers request " + answered + ", which is not the one that it was sent");
      }
      return message;
    }

    String header(String name) {
      return exchange.header(name);
    }

    /** Answers a request of the server. */
    public void answer(byte[] askedId, byte[] result) {
      tell(Messages.answer(askedId, result));
    }

    /** Refuses a request of the server. */
    public void refuse(byte[] askedId, int code, String why) {
      tell(Messages.refusal(askedId, code, why));
    }

    /** Gives it up, unless it is over: the server is told. */
    @Override
    public void close() {
      exchange.close();
      if (!over) {
        over = true;
        boolean silently = newer && link.closingCancels();
        if (!silently) {
          Map<String, Object> params =
              Map.of("requestId", id, "reason", "the answer is not wanted");
          send("notifications/cancelled", Json.write(params));
        }
      }
    }
  }

  /** Begins a request. Waits for a connection at most. */
  public Conversation begin(Request request) throws UpstreamException, InterruptedException {
    return begin(request, false);
  }

  /** Begins a request that is no call, and stands beside those. */
  public Conversation beginAside(Request request) throws UpstreamException, InterruptedException {
    return begin(request, true);
  }

  /** Asks what costs a server nothing; each answer, a refusal too, is a sign of life. */
  public Conversation ping() throws UpstreamException, InterruptedException {
    return beginAside(Request.of(newer ? "server/discover" : "ping"));
  }

  private Conversation begin(Request request, boolean aside)
      throws UpstreamException, InterruptedException {
    long id = ids.incrementAndGet();
    byte[] json = Messages.request(id, request.method, params(request, id));
    return new Conversation(id, link.send(new Outbound(id, json, headers(request), aside)));
  }

  private byte[] params(Request request, long id) {
    Map<String, byte[]> meta = new LinkedHashMap<>(request.meta);
    if (request.progress) {
      meta.put("progressToken", Json.write(id));
    }
    if (newer) {
      meta.put(META + "protocolVersion", Messages.text(version));
      meta.put(META + "clientCapabilities", request.capabilities.getBytes(UTF_8));
      meta.put(META + "clientInfo", clientInfo(clientVersion));
    }
    Map<String, byte[]> params = new LinkedHashMap<>(request.params);
    if (!meta.isEmpty()) {
      params.put("_meta", Messages.object(meta));
    }
    return Messages.object(params);
  }

  static byte[] clientInfo(String version) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", "axiom");
    info.put("version", version);
    return Json.write(info);
  }

  private Map<String, String> headers(Request request) {
    Map<String, String> headers = sessionHeaders();
    if (newer) {
      headers.put("Mcp-Method", request.method);
      if (request.name != null) {
        headers.put("Mcp-Name", HeaderText.of(request.name));
      }
      headers.putAll(request.headers);
    }
    return headers;
  }

  private Map<String, String> sessionHeaders() {
    Map<String, String> headers = new LinkedHashMap<>(standing);
    headers.put(PROTOCOL, version);
    if (sessionId != null) {
      headers.put(SESSION, sessionId);
    }
    return headers;
  }

  /**
   * Asks and waits for the answer; what else comes meanwhile is refused or left out.
   *
   * @param waitNs for each message, at most
   * @return the result
   * @throws RefusedException when the server answers with an error
   */
  public byte[] ask(Request request, long waitNs)
      throws UpstreamException, RefusedException, InterruptedException {
    try (Conversation conversation = begin(request)) {
      return conclude(conversation, waitNs);
    }
  }

  static byte[] conclude(Conversation conversation, long waitNs)
      throws UpstreamException, RefusedException, InterruptedException {
    for (int i = 0; i < MOST_MESSAGES; i++) {
      switch (conversation.next(waitNs, waitNs)) {
        case Incoming.Answer answer -> {
          return answer.result();
        }
        case Incoming.Refusal refusal -> throw new RefusedException(refusal);
        case Incoming.Asked asked -> conversation.session().reply(asked);
        case Incoming.Told _ -> {} // of no use here
      }
    }
    throw new UpstreamException(Kind.WRONG, "says much, and does not answer");
  }

  private static final int MOST_MESSAGES = 100;

  /** Answers what anybody can be asked, and refuses the rest. */
  public void reply(Incoming.Asked asked) {
    tell(
        asked.method().equals("ping")
            ? Messages.answer(asked.id(), Messages.EMPTY)
            : Messages.refusal(
                asked.id(),
                Messages.UNKNOWN_METHOD,
                "nobody here can be asked for " + asked.method()));
  }

  /** Sends a notification. Never waits. */
  void send(String method, byte[] params) {
    tell(Messages.notification(method, params));
  }

  /** Sends a notification without parameters, and waits until it is there. */
  void deliver(String method, long waitNs) throws UpstreamException, InterruptedException {
    byte[] json = Messages.notification(method, Messages.EMPTY);
    link.deliver(Outbound.told(json, sessionHeaders()), waitNs);
  }

  private void tell(byte[] json) {
    link.tell(Outbound.told(json, sessionHeaders()));
  }

  /** Opens the stream of what the server says on its own; empty where it comes without one. */
  public Optional<Exchange> listen() throws UpstreamException, InterruptedException {
    return link.listen(sessionHeaders());
  }

  /** Tells the server that the session is not needed any more. */
  public void end() {
    if (sessionId != null && link instanceof HttpLink http) {
      http.delete(sessionHeaders());
    }
  }
}
