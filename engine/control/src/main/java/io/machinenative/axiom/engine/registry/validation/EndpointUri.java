package io.machinenative.axiom.engine.registry.validation;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What an endpoint's URI must be. Stateless. */
final class EndpointUri {
  private static final int MAX_PORT = 65_535;

  private EndpointUri() {}

  /** What was expected instead; empty when it is good. */
  static Optional<String> defect(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.of("a URI (RFC 3986)");
    }
    if (!uri.isAbsolute()) {
      return Optional.of("a URI with a scheme, like tcp://host:port or aeron:ipc");
    }
    if (uri.isOpaque()) {
      return Optional.empty();
    }
    boolean isFile = uri.getScheme().equalsIgnoreCase("file");
    if (!isFile && uri.getHost() == null) {
      return Optional.of("a host behind the scheme");
    }
    if (uri.getPort() > MAX_PORT || uri.getPort() == 0) {
      return Optional.of("a port of 1 to " + MAX_PORT);
    }
    return Optional.empty();
  }

  /** Whether it carries a user or a password. */
  static boolean hasCredentials(String text) {
    int authority = text.indexOf("//");
    if (authority < 0) {
      return false;
    }
    int end = authority + 2;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(authority + 2, end).indexOf('@') >= 0;
  }
}
