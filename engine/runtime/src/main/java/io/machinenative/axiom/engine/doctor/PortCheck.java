package io.machinenative.axiom.engine.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Whether a server could take its usual TCP port. */
final class PortCheck implements Check {
  /** Of the default configuration. */
  private static final int DEFAULT_PORT = 7400;

  private final int port;

  PortCheck() {
    this(DEFAULT_PORT);
  }

  PortCheck(int port) {
    this.port = port;
  }

  @Override
  public List<Finding> look() {
    String name = "port " + port;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return List.of(Finding.ok(name, "free on loopback"));
    } catch (IOException e) {
      return List.of(
          Finding.advice(
              name,
              "taken: " + e.getMessage(),
              "if that is an Axiom server, axiom tools lists its tools; else choose another"
                  + " address: --listen tcp://127.0.0.1:0"));
    }
  }
}
