package io.machinenative.axiom.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;

/**
 * The first calls of a server's life, made by itself: those that an agent begins with. The JVM
 * notes what they load, so that the next server need not look for it. See {@code
 * perf-config/jvm/rehearse}. Stateless.
 */
final class FirstCalls {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  /** A message of the protocol, with the header fields that repeat what it says. */
  private record Message(String method, String name, String params) {
    String headers() {
      return "Mcp-Method: "
          + method
          + "\r\n"
          + (name.isEmpty() ? "" : "Mcp-Name: " + name + "\r\n");
    }

    String body() {
      return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
          + method
          + "\",\"params\":{"
          + params
          + META
          + "}}";
    }
  }

  private static final List<Message> MESSAGES =
      List.of(
          new Message("tools/list", "", ""),
          call("core.echo", "{}"),
          call("core.hash", "{\"text\":\"a\"}"));

  private FirstCalls() {}

  private static Message call(String tool, String arguments) {
    return new Message(
        "tools/call", tool, "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",");
  }

  /**
   * Makes the calls.
   *
   * @param address that the server listens on, as in {@code http://127.0.0.1:7480}
   * @throws CommandFailure when one is not answered by 200
   */
  static void at(String address) {
    URI server = URI.create(address);
    for (Message message : MESSAGES) {
      String answer = answer(server, message);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new CommandFailure(
            ExitCode.FAILED, "expected an answer to " + message.method() + ", got " + answer);
      }
    }
  }

  private static String answer(URI server, Message message) {
    byte[] body = message.body().getBytes(UTF_8);
    String head =
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
            + "MCP-Protocol-Version: 2026-07-28\r\n"
            + message.headers()
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(body);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
