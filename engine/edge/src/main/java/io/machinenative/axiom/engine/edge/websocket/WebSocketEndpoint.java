package io.machinenative.axiom.engine.edge.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.edge.http.Answers;
import io.machinenative.axiom.engine.edge.http.EdgeClient;
import io.machinenative.axiom.engine.edge.http.EdgeConnection;
import io.machinenative.axiom.engine.edge.http.EdgeConnections;
import io.machinenative.axiom.engine.edge.http.HttpExchange;
import io.machinenative.axiom.engine.edge.http.HttpHandler;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * Turns a connection of HTTP/1.1 into a WebSocket, when its client asks for one of our
 * subprotocols. On the ingress thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2">RFC 6455, 4.2</a>
 */
public final class WebSocketEndpoint implements HttpHandler {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String VERSION = "13";
  private static final int KEY_CHARS = 24;
  private static final byte[] UPGRADE =
      (new String(Answers.line("Upgrade: websocket"), ISO_8859_1)
              + new String(Answers.line("Connection: Upgrade"), ISO_8859_1))
          .getBytes(ISO_8859_1);

  private final FrameHandler engine;
  private final IngressContext context;
  private final EngineCounters counters;
  private final JsonRequest request = new JsonRequest();
  private final ByteSink sink = new ByteSink();

  /**
   * @param engine takes the frames of binary sockets
   * @param context the duty cycle's routes
   */
  public WebSocketEndpoint(FrameHandler engine, IngressContext context, EngineCounters counters) {
    this.counters = counters;
    this.engine = engine;
    this.context = context;
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    String key = exchange.header("sec-websocket-key");
    String protocol = chosen(exchange.header("sec-websocket-protocol"));
    if (!asksForUpgrade(exchange)) {
      refuse(exchange, 426, UPGRADE, "expected a WebSocket: GET with Upgrade: websocket, HTTP/1.1");
    } else if (!VERSION.equals(exchange.header("sec-websocket-version"))) {
      byte[] known = Answers.line("Sec-WebSocket-Version: " + VERSION);
      refuse(exchange, 426, known, "expected version 13 of WebSocket");
    } else if (key == null || key.length() != KEY_CHARS) {
      refuse(exchange, 400, Answers.NONE, "expected a Sec-WebSocket-Key of 16 bytes in base64");
    } else if (protocol == null) {
      refuse(exchange, 400, Answers.NONE, "expected a subprotocol: axiom.json or axiom.sbe");
    } else {
      upgrade(exchange, key, protocol);
    }
  }

  /** Whether the session that is asked for says by its first message whose it is. */
  public static boolean saysWhoLater(HttpExchange exchange) {
    return asksForUpgrade(exchange) && chosen(exchange.header("sec-websocket-protocol")) != null;
  }

  private static boolean asksForUpgrade(HttpExchange exchange) {
    String connection = exchange.header("connection");
    return exchange.method().equals("GET")
        && "websocket".equalsIgnoreCase(exchange.header("upgrade"))
        && connection != null
        && connection.toLowerCase(Locale.ROOT).contains("upgrade");
  }

  /** The first of the subprotocols offered that is ours, or null. */
  private static String chosen(String offered) {
    if (offered != null) {
      for (String one : offered.split(",")) {
        String name = one.strip();
        if (name.equals(JsonSocket.PROTOCOL) || name.equals(FrameSocket.PROTOCOL)) {
          return name;
        }
      }
    }
    return null;
  }

  private void refuse(HttpExchange exchange, int status, byte[] fields, String detail) {
    if (fields.length > 0) {
      exchange.field(fields);
    }
    exchange.answer(status, Answers.TEXT, sink.reset().put(detail).put('\n'));
  }

  private void upgrade(HttpExchange exchange, String key, String protocol) {
    ByteSink fields = sink.reset().put(UPGRADE);
    fields.put(Answers.line("Sec-WebSocket-Accept: " + accept(key)));
    fields.put(Answers.line("Sec-WebSocket-Protocol: " + protocol));
    boolean binary = protocol.equals(FrameSocket.PROTOCOL);
    if (!exchange.upgrade(
        fields.toArray(),
        (channel, client, all) -> take(channel, client, all, exchange.caller(), binary))) {
      refuse(exchange, 400, Answers.NONE, "expected nothing before the upgrade, and HTTP/1.1");
    }
  }

  private EdgeConnection take(
      SocketChannel channel,
      EdgeClient client,
      EdgeConnections all,
      Caller caller,
      boolean binary) {
    WebSocketConnection connection =
        new WebSocketConnection(
            all,
            channel,
            one ->
                binary
                    ? new FrameSocket(engine, one, client, caller)
                    : new JsonSocket(one, client, whose(client, caller), context, request, sink));
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(connection.maxMessageBytes())
            .closeOnProtocolViolation(false)
            .withUTF8Validator(false)
            .build();
    channel.pipeline().addLast(new WebSocket13FrameDecoder(config), connection);
    return connection;
  }

  private SocketCaller whose(EdgeClient client, Caller caller) {
    return new SocketCaller(context, counters, client, caller);
  }

  private static String accept(String key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
