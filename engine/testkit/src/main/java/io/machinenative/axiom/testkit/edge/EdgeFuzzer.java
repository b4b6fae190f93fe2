package io.machinenative.axiom.testkit.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.Engine;
import io.machinenative.axiom.engine.edge.json.JsonScanner;
import io.machinenative.axiom.engine.json.Json;
import io.machinenative.axiom.plugins.core.CoreToolsPlugin;
import io.machinenative.axiom.testkit.FuzzFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * Sends JSON-RPC, HTTP and WebSocket that are almost right to an engine's edge: bytes changed, cut,
 * doubled and spliced. Each message must have one answer that is JSON, each connection must end,
 * and the engine must record no exception and lend no buffer when all is over.
 *
 * <p>Used by one thread. The same seed sends the same bytes, but for the session and the state that
 * the server makes.
 */
public final class EdgeFuzzer {
  private static final int MESSAGES_PER_CONNECTION = 50;
  private static final int CONNECTIONS_SHARE = 8;

  private final long seed;
  private final SplittableRandom random;
  private final Mutation mutation;
  private final SocketFrames sockets;
  private final JsonScanner scanner = new JsonScanner();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private String session = "";
  private String state = "";

  public EdgeFuzzer(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.mutation = new Mutation(random, EdgeMessages.ALL);
    this.sockets = new SocketFrames(random, mutation::of);
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
        Engine.builder()
            .plugin(new CoreToolsPlugin())
            .plugin(new FuzzedTools())
            .listen("http://127.0.0.1:0")
            .start()) {
      String address = engine.addresses().getFirst();
      meet(address);
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
          last = mutation.of(request());
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

  static void audit(Engine engine) {
    if (!engine.errors().isEmpty()) {
      throw new IllegalStateException("the engine recorded " + engine.errors().getFirst().stack());
    }
    if (engine.buffersLent() != 0) {
      throw new IllegalStateException(engine.buffersLent() + " buffers are lent");
    }
  }

  /** Opens a session, and has a state sealed: what is sent may have them in it. */
  private void meet(String address) throws IOException {
    try (FuzzConnection connection = new FuzzConnection(address)) {
      connection.send(request("/mcp", "", EdgeMessages.INITIALIZE.getBytes(UTF_8)));
      session = connection.read().session();
      String fields = EdgeMessages.fieldsOf(EdgeMessages.ASK);
      connection.send(request("/mcp", fields, EdgeMessages.ASK.getBytes(UTF_8)));
      Map<?, ?> answer = (Map<?, ?>) Json.read(connection.read().body());
      state = ((Map<?, ?>) answer.get("result")).get("requestState").toString();
    }
  }

  /** A well-formed request around a message that is mutated most of the time. */
  private byte[] request() {
    String message = EdgeMessages.ALL[random.nextInt(EdgeMessages.ALL.length)];
    byte[] body = message.replace("STATE", state).getBytes(UTF_8);
    if (random.nextInt(5) != 0) {
      body = mutation.of(body);
    }
    String fields =
        (random.nextInt(4) == 0 ? anyFields() : EdgeMessages.fieldsOf(message))
            + (random.nextInt(4) == 0 ? "Mcp-Session-Id: " + session + "\r\n" : "");
    if (random.nextInt(8) == 0) {
      fields += "Content-Encoding: gzip\r\n";
      body = zipped(body);
      if (random.nextBoolean()) {
        body = mutation.of(body);
      }
    }
    boolean rest = random.nextInt(6) == 0;
    return request(rest ? "/v1/tools/core.echo:invoke" : "/mcp", fields, body);
  }

  private String anyFields() {
    return (random.nextBoolean() ? EdgeMessages.VERSION : "")
        + EdgeMessages.FIELDS[random.nextInt(EdgeMessages.FIELDS.length)];
  }

  private static byte[] zipped(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }

  private static byte[] request(String path, String fields, byte[] body) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + fields
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] bytes = Arrays.copyOf(head.getBytes(ISO_8859_1), head.length() + body.length);
    System.arraycopy(body, 0, bytes, head.length(), body.length);
    return bytes;
  }
}
