package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.api.ClientFeature;
import io.machinenative.axiom.api.LogLevel;
import io.machinenative.axiom.api.Principal;
import io.machinenative.axiom.engine.access.Caller;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a client beyond one request: of a session of the older era, or of the process at
 * the other end of standard input. Owned by the ingress thread.
 */
final class McpSession {
  private static final int MOST_STREAMS = 16;

  private final String id;
  private Principal owner;
  private final Map<String, EngineCall> active = new HashMap<>();
  private final Map<String, Question> questions = new HashMap<>();
  private final Map<String, Subscription> listening = new HashMap<>();
  private final Set<String> subscribedUris = new HashSet<>();
  private Set<ClientFeature> features = EnumSet.noneOf(ClientFeature.class);
  private String version = Revision.ASSUMED;
  private LogLevel logLevel = LogLevel.INFO;
  private final Deque<McpReply> streams = new ArrayDeque<>(1);
  private boolean begun;
  private long lastUsedNs;
  private long questionsAsked;

  McpSession(String id, long nowNs) {
    this.id = id;
    this.lastUsedNs = nowNs;
  }

  /** Whose it is: others that know its id are not let in. */
  void owner(Principal principal) {
    owner = principal;
  }

  /** Whether it is that caller's. */
  boolean isOf(Caller caller) {
    return caller != null
        && (owner == null
            || (owner.kind() == caller.principal().kind()
                && owner.name().equals(caller.principal().name())
                && owner.issuer().equals(caller.principal().issuer())));
  }

  /** What the client names it by; empty where there is one for each connection. */
  String id() {
    return id;
  }

  void begin(String granted, Set<ClientFeature> offered) {
    version = granted;
    features = offered;
    begun = true;
  }

  String version() {
    return version;
  }

  Set<ClientFeature> features() {
    return features;
  }

  LogLevel logLevel() {
    return logLevel;
  }

  void logLevel(LogLevel least) {
    logLevel = least;
  }

  Set<String> subscribedUris() {
    return subscribedUris;
  }

  /** Requests that are served now, by their ids as they were written. */
  Map<String, EngineCall> active() {
    return active;
  }

  /** Questions that the client has not answered, by the ids of their requests. */
  Map<String, Question> questions() {
    return questions;
  }

  /** Notes a question; answers the id of the request that asks it. */
  String ask(Question question) {
    String key = "axiom-" + ++questionsAsked;
    questions.put(key, question);
    return key;
  }

  /** Streams of the newer era, where one channel carries all; by the ids of their requests. */
  Map<String, Subscription> listening() {
    return listening;
  }

  /**
   * Where messages go that belong to no request: a client may have many streams open, and each
   * message goes to one of them, that which was opened last. Null for nowhere.
   *
   * @see <a
   *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports">Multiple
   *     connections</a>
   */
  McpReply stream() {
    streams.removeIf(stream -> !stream.isOpen());
    return begun ? streams.peekLast() : null;
  }

  /** Opens a stream beside those that are open; the oldest ends when there are too many. */
  void stream(McpReply opened) {
    streams.removeIf(stream -> !stream.isOpen());
    streams.addLast(opened);
    if (streams.size() > MOST_STREAMS) {
      streams.removeFirst().end();
    }
  }

  /** Streams that are open. A copy. */
  List<McpReply> streams() {
    return streams.stream().filter(McpReply::isOpen).toList();
  }

  long lastUsedNs() {
    return lastUsedNs;
  }

  void used(long nowNs) {
    lastUsedNs = nowNs;
  }
}
