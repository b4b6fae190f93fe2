package io.machinenative.axiom.engine.transport.netty;

/**
 * An address like {@code tcp://host:port}; an IPv6 literal stands in brackets.
 *
 * @param host a name or a literal, without brackets
 * @param port from 0 to 65535; 0 lets the system choose one
 */
public record TcpAddress(String host, int port) {
  public static final String SCHEME = "tcp://";

  private static final int MAX_PORT = 65_535;

  public TcpAddress {
    if (host.isEmpty() || port < 0 || port > MAX_PORT) {
      throw malformed(SCHEME + host + ":" + port);
    }
  }

  /** Reads an address. */
  public static TcpAddress parse(String address) {
    int colon = address.lastIndexOf(':');
    if (!address.startsWith(SCHEME) || colon < SCHEME.length()) {
      throw malformed(address);
    }
    String host = address.substring(SCHEME.length(), colon);
    boolean literal = host.startsWith("[") && host.endsWith("]");
    if (literal) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || literal != host.contains(":") || host.contains("/")) {
      throw malformed(address);
    }
    return new TcpAddress(host, parsePort(address, address.substring(colon + 1)));
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
        "expected an address like tcp://host:port with a port from 0 to 65535 and an IPv6 literal"
            + " in brackets, got '"
            + address
            + "'");
  }

  /** The same host with another port. */
  public TcpAddress withPort(int otherPort) {
    return new TcpAddress(host, otherPort);
  }

  @Override
  public String toString() {
    return SCHEME + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
