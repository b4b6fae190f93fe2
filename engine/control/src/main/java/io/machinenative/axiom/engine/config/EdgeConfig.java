package io.machinenative.axiom.engine.config;

import io.machinenative.axiom.api.Icon;
import java.util.List;
import java.util.Optional;

/**
 * How the edge meets web clients and agents. Immutable, checked where it is made; {@link ConfigKey}
 * documents each part.
 *
 * @param http address to listen on, {@code http://host:port} or {@code https://host:port}; empty:
 *     none
 * @param hosts names by which clients may call this server, beside those of loopback and its
 *     address
 * @param origins of web pages that may call it, beside those of loopback
 * @param bodyBytes longest body of a request
 * @param headBytes longest head of a request, all header fields together
 * @param connections open at once
 * @param streams of one HTTP/2 connection at once
 * @param compressBytes of an answer from which on it is compressed for clients that ask for it; 0:
 *     never
 * @param idleNs after which a connection without a request is closed
 * @param requestNs for a request to come in full
 * @param sessionIdleNs after which a session of an older MCP revision that nobody uses is over
 * @param inputNs for a client to answer what a tool asks it
 * @param keepAliveNs longest silence of a stream that is open
 * @param tasks bounds of long calls
 * @param console whether the page for people is served
 * @param icon of this server, which MCP clients may show
 */
public record EdgeConfig(
    Optional<String> http,
    List<String> hosts,
    List<String> origins,
    int bodyBytes,
    int headBytes,
    int connections,
    int streams,
    int compressBytes,
    long idleNs,
    long requestNs,
    long sessionIdleNs,
    long inputNs,
    long keepAliveNs,
    TaskConfig tasks,
    boolean console,
    Optional<Icon> icon) {

  /** What a configuration without a word of it means. */
  public static EdgeConfig defaults() {
    return EngineConfig.DEFAULTS.edge();
  }

  public EdgeConfig {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    within("body", bodyBytes, 1024, 1 << 30);
    within("head", headBytes, 1024, 1 << 20);
    within("connections", connections, 1, 1_000_000);
    within("streams", streams, 1, 1000);
    within("compress", compressBytes, 0, 1 << 30);
    positive("idle", idleNs);
    positive("request", requestNs);
    positive("session-idle", sessionIdleNs);
    positive("input", inputNs);
    positive("keep-alive", keepAliveNs);
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + ": expected a time above 0, got " + value + " ns");
    }
  }

  private static void within(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + ": expected " + lowest + " to " + highest + ", got " + value);
    }
  }
}
