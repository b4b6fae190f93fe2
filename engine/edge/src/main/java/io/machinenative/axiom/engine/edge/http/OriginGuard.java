package io.machinenative.axiom.engine.edge.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which names clients may call the server by, and which web pages may call it. Without this, a page
 * anywhere could reach a server on loopback through a name that it makes resolve there (DNS
 * rebinding). Immutable, any thread.
 */
final class OriginGuard {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> hosts = new HashSet<>(LOOPBACK);
  private final Set<String> origins = new HashSet<>();

  /**
   * @param ownHost the host that the server was told to listen on
   */
  OriginGuard(String ownHost, List<String> moreHosts, List<String> moreOrigins) {
    hosts.add(ownHost.toLowerCase(Locale.ROOT));
    moreHosts.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    moreOrigins.forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
  }

  /** Whether the value of a Host header is one of this server. */
  boolean allowsHost(String host) {
    return host != null && hosts.contains(withoutPort(host).toLowerCase(Locale.ROOT));
  }

  /**
   * Whether the value of an Origin header is a page that may call.
   *
   * @param host value of the Host header, which is allowed: a page of this server itself may call
   */
  boolean allowsOrigin(String origin, String host) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (origins.contains(lower)) {
      return true;
    }
    int scheme = lower.indexOf("://");
    if (scheme > 0 && lower.substring(scheme + 3).equalsIgnoreCase(host)) {
      return true;
    }
    boolean web = lower.startsWith("http://") || lower.startsWith("https://");
    return web && LOOPBACK.contains(withoutPort(lower.substring(scheme + 3)));
  }

  private static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']');
    return port ? authority.substring(0, colon) : authority;
  }
}
