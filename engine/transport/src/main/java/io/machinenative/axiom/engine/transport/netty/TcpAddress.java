package io.machinenative.axiom.engine.transport.netty;

/**
 * An address like {@code tcp://host:port}, or {@code tcps://host:port} with TLS; an IPv6 literal
 * stands in brackets.
 *
 * @param secure whether with TLS
 * @param host a name or a literal, without brackets
 * @param port from 0 to 65535; 0 lets the system choose one
 */
public record TcpAddress(boolean secure, String host, int port) {
  public static final String SCHEME = "tcp://";
  public static final String SECURE_SCHEME = "tcps://";

  private static final int MAX_PORT = 65_535;

  public TcpAddress {
    if (host.isEmpty() || port < 0 || port > MAX_PORT) {
      throw malformed(scheme(secure) + host + ":" + port);
    }
  }

  private static String scheme(boolean secure) {
    return secure ? SECURE_SCHEME : SCHEME;
  }

  /** Reads an address. */
  public static TcpAddress parse(String address) {
    boolean secure = address.startsWith(SECURE_SCHEME);
    String scheme = scheme(secure);
    int colon = address.lastIndexOf(':');
    if (!address.startsWith(scheme) || colon < scheme.length()) {
      throw malformed(address);
    }
    String host = address.substring(scheme.length(), colon);
    boolean literal = host.startsWith("[") && host.endsWith("]");
    if (literal) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || literal != host.contains(":") || host.contains("/")) {
      throw malformed(address);
    }
    return new TcpAddress(secure, host, parsePort(address, address.substring(colon + 1)));
  }

  private static int parsePort(String address, String port) {
    boolean digits =
        !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
    int value = digits ? Integer.parseInt(port) : MAX_PORT + 1;
    if (value > MAX_PORT) {
      throw malformed(address);
    }
    return value;
  }

  private static IllegalArgumentException malformed(String address) {
    return new IllegalArgumentException(
        "expected an address like tcp://host:port or tcps://host:port with a port from 0 to 65535"
            + " and an IPv6 literal in brackets, got '"
            + address
            + "'");
  }

  /** The same host with another port. */
  public TcpAddress withPort(int otherPort) {
    return new TcpAddress(secure, host, otherPort);
  }

  @Override
  public String toString() {
    return scheme(secure) + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
