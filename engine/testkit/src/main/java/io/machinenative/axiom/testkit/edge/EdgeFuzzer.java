package io.machinenative.axiom.testkit.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.edge.json.JsonScanner;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import io.machinenative.axiom.testkit.FuzzFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends JSON-RPC, HTTP and WebSocket that are almost right to an engine's edge: bytes changed, cut,
 * doubled and spliced. Each message must have one answer that is JSON, each connection must end,
 * and the engine must record no exception and lend no buffer when all is over.
 *
 * <p>Used by one thread. The same seed sends the same bytes.
 */
public final class EdgeFuzzer {
  private static final int MESSAGES_PER_CONNECTION = 50;
  private static final int CONNECTIONS_SHARE = 8;
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}},"
          + "\"progressToken\":\"t\"}";

  private static final String[] MESSAGES = {
    PING,
    "{\"jsonrpc\":\"2.0\",\"id\":\"a\\u00e9\",\"method\":\"tools/list\",\"params\":{\"cursor\":\"YWZ0ZXI6YQ\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"core.echo\","
        + "\"arguments\":{\"a\":[1,-2.5e3,true,null,\"\\\"x\\n\"],\"b\":{\"c\":{}}}}}",
    "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\",\"params\":{"
        + META
        + ",\"name\":\"core.hash\",\"arguments\":{\"data\":\"AAECAw==\"},\"requestState\":\"x\"}}",
    "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"server/discover\",\"params\":{" + META + "}}",
    "{\"jsonrpc\":\"2.0\",\"id\":10,\"method\":\"completion/complete\",\"params\":{\"ref\":"
        + "{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"a\",\"value\":\"v\"}}}",
    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}",
    "{\"jsonrpc\":\"2.0\",\"id\":11,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
        + "\"2025-11-25\",\"capabilities\":{\"roots\":{}},\"clientInfo\":{\"name\":\"f\"}}}",
    "{\"jsonrpc\":\"2.0\",\"id\":12,\"result\":{\"action\":\"accept\"}}",
    "[" + PING + "]"
  };

  private final long seed;
  private final SplittableRandom random;
  private final SocketFrames sockets;
  private final JsonScanner scanner = new JsonScanner();
  private final Map<Integer, Long> statuses = new TreeMap<>();

  public EdgeFuzzer(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.sockets = new SocketFrames(random, this::mutated);
  }

  /**
   * Sends so many messages, and an eighth as many connections of almost HTTP, and of almost
   * WebSocket.
   *
   * @throws FuzzFailure when a defect was found
   */
  public EdgeFuzzReport run(long messages) {
    long beganNs = System.nanoTime();
    long sent = 0;
    long connections = 0;
    byte[] last = new byte[0];
    try (Engine engine =
        Engine.builder().plugin(new CoreToolsPlugin()).listen("http://127.0.0.1:0").start()) {
      String address = engine.addresses().getFirst();
      while (sent < messages) {
        try (FuzzConnection connection = new FuzzConnection(address)) {
          boolean open = true;
          for (int i = 0; open && i < MESSAGES_PER_CONNECTION && sent < messages; i++) {
            last = request();
            open = message(connection, last);
            sent++;
          }
        }
        for (int i = 0; i < MESSAGES_PER_CONNECTION / CONNECTIONS_SHARE; i++) {
          last = mutated(request());
          hostile(address, last);
          last = sockets.next();
          hostile(address, last);
          connections += 2;
        }
        audit(engine);
      }
    } catch (IOException | RuntimeException e) {
      throw new FuzzFailure(
          "seed "
              + seed
              + ", after "
              + sent
              + " messages: "
              + e.getMessage()
              + "; last sent: "
              + new String(last, ISO_8859_1),
          e);
    }
    double seconds = (System.nanoTime() - beganNs) / (double) TimeUnit.SECONDS.toNanos(1);
    return new EdgeFuzzReport(sent, connections, seconds, statuses);
  }

  private boolean message(FuzzConnection connection, byte[] request) throws IOException {
    connection.send(request);
    FuzzConnection.Answer answer = connection.read();
    statuses.merge(answer.status(), 1L, Long::sum);
    if (answer.status() >= 500) {
      throw new IllegalStateException("expected a status below 500, got " + answer.status());
    }
    if (answer.body().length > 0) {
      scanner.wrap(answer.body(), 0, answer.body().length).requireOneValue();
    }
    return !answer.last();
  }

  private static void hostile(String address, byte[] bytes) throws IOException {
    try (FuzzConnection connection = new FuzzConnection(address)) {
      connection.send(bytes);
      connection.drain();
    } catch (java.net.SocketException _) {
      return; // the server ended it while we sent
    }
  }

  private static void audit(Engine engine) {
    if (!engine.errors().isEmpty()) {
      throw new IllegalStateException("the engine recorded " + engine.errors().getFirst().stack());
    }
    if (engine.buffersLent() != 0) {
      throw new IllegalStateException(engine.buffersLent() + " buffers are lent");
    }
  }

  /** A well-formed request around a message that is mutated most of the time. */
  private byte[] request() {
    byte[] body = MESSAGES[random.nextInt(MESSAGES.length)].getBytes(UTF_8);
    if (random.nextInt(5) != 0) {
      body = mutated(body);
    }
    boolean rest = random.nextInt(6) == 0;
    String head =
        "POST "
            + (rest ? "/v1/tools/core.echo:invoke" : "/mcp")
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + (random.nextBoolean() ? "MCP-Protocol-Version: 2026-07-28\r\n" : "")
            + (random.nextInt(3) == 0 ? "Mcp-Method: tools/call\r\nMcp-Name: core.hash\r\n" : "")
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] bytes = Arrays.copyOf(head.getBytes(ISO_8859_1), head.length() + body.length);
    System.arraycopy(body, 0, bytes, head.length(), body.length);
    return bytes;
  }

  private byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      int length = random.nextInt(Math.min(40, bytes.length - at) + 1);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "{}[]\",:\\0-eu \r\n".charAt(random.nextInt(15));
        case 2 -> bytes = spliced(bytes, at, at + length, new byte[0]);
        case 3 -> bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
        default -> {
          byte[] other = MESSAGES[random.nextInt(MESSAGES.length)].getBytes(UTF_8);
          bytes = spliced(bytes, at, at, Arrays.copyOf(other, random.nextInt(other.length)));
        }
      }
      if (bytes.length == 0) {
        return original.clone();
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }
}
