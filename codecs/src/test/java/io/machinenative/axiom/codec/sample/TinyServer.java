package io.machinenative.axiom.codec.sample;

import static io.machinenative.axiom.codec.WireLimits.HEADER_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.codec.ContentType;
import io.machinenative.axiom.codec.ErrorEncoder;
import io.machinenative.axiom.codec.ExecutionMode;
import io.machinenative.axiom.codec.GoodbyeDecoder;
import io.machinenative.axiom.codec.GoodbyeEncoder;
import io.machinenative.axiom.codec.HeartbeatDecoder;
import io.machinenative.axiom.codec.HeartbeatEncoder;
import io.machinenative.axiom.codec.HelloDecoder;
import io.machinenative.axiom.codec.InvokeDecoder;
import io.machinenative.axiom.codec.ListToolsDecoder;
import io.machinenative.axiom.codec.MessageHeaderDecoder;
import io.machinenative.axiom.codec.MessageHeaderEncoder;
import io.machinenative.axiom.codec.ProgressEncoder;
import io.machinenative.axiom.codec.RejectEncoder;
import io.machinenative.axiom.codec.ResultEncoder;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.codec.ToolId;
import io.machinenative.axiom.codec.ToolListEncoder;
import io.machinenative.axiom.codec.WelcomeEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Speaks enough of the protocol to try a client: one session after the other, small frames, and
 * pages of two tools. Asks for a heartbeat and reports progress before each result. Owns its socket
 * and its thread.
 */
final class TinyServer implements AutoCloseable {
  /** How it treats its clients. */
  enum Manners {
    GOOD,
    /** The catalogue changes behind the first page. */
    CHANGES_CATALOGUE,
    /** Rejects every Hello. */
    REJECTS,
    /** Answers Hello with another protocol. */
    SPEAKS_HTTP,
    /** A Welcome whose block is shorter than that of version 1. */
    SHORT_BLOCK,
    /** A Result whose payload is longer than its message. */
    LYING_LENGTH,
    /** A Fragment of a message above every limit. */
    HUGE_FRAGMENT,
    /** Closes the connection when a call comes. */
    VANISHES,
  }

  private static final int MAX_FRAME_BYTES = 1024;
  private static final int HEARTBEAT_INTERVAL_MS = 1000;
  private static final int PAGE_SIZE = 2;
  private static final List<String> TOOLS =
      List.of("core.echo", "core.hash", "core.info", "core.sleep", "math.add");

  private final ServerSocket socket;
  private final Manners manners;
  private final List<Throwable> defects = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024 * 1024]);
  private int pagesServed;

  TinyServer(Manners manners) throws IOException {
    this.manners = manners;
    socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    thread = Thread.ofPlatform().name("tiny-server").start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What clients did wrong. */
  List<Throwable> defects() {
    return defects;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        converse(new WireStream(connection, MAX_FRAME_BYTES));
      } catch (EOFException e) {
        if (manners == Manners.GOOD) {
          defects.add(new IOException("the client left without Goodbye", e));
        }
      } catch (IOException | RuntimeException e) {
        if (!socket.isClosed()) {
          defects.add(e);
        }
      }
    }
  }

  private void converse(WireStream stream) throws IOException {
    UnsafeBuffer first = stream.read();
    HelloDecoder hello =
        new HelloDecoder().wrapAndApplyHeader(first, 0, new MessageHeaderDecoder());
    hello.skipResponseChannel();
    if (!hello.clientName().equals("cpp-sample")) {
      throw new IOException("expected the name cpp-sample in Hello");
    }
    if (answerHello(stream)) {
      boolean open = true;
      while (open) {
        open = onMessage(stream, stream.read());
      }
    }
  }

  private boolean answerHello(WireStream stream) throws IOException {
    if (manners == Manners.REJECTS) {
      RejectEncoder reject = new RejectEncoder().wrapAndApplyHeader(buffer, 0, header);
      reject.status(Status.SESSION_LIMIT).minVersion(1).maxVersion(1).retryAfterMs(0);
      reject.message("come back later");
      stream.write(buffer, HEADER_BYTES + reject.encodedLength());
      return false;
    }
    if (manners == Manners.SPEAKS_HTTP) {
      stream.writeRaw("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      return false;
    }
    WelcomeEncoder welcome = new WelcomeEncoder().wrapAndApplyHeader(buffer, 0, header);
    welcome.sessionId(1).catalogueEpoch(1).capabilities().clear().progress(true).fragments(true);
    welcome
        .maxMessageBytes(buffer.capacity())
        .maxFrameBytes(MAX_FRAME_BYTES)
        .creditWindow(1)
        .heartbeatIntervalMs(HEARTBEAT_INTERVAL_MS)
        .version(1)
        .serverName("tiny");
    int length = HEADER_BYTES + welcome.encodedLength();
    if (manners == Manners.SHORT_BLOCK) {
      header.blockLength(8);
    }
    stream.write(buffer, length);
    return manners != Manners.SHORT_BLOCK;
  }

  /** False when the session is over. */
  private boolean onMessage(WireStream stream, UnsafeBuffer message) throws IOException {
    MessageHeaderDecoder received = new MessageHeaderDecoder().wrap(message, 0);
    switch (received.templateId()) {
      case ListToolsDecoder.TEMPLATE_ID ->
          list(stream, new ListToolsDecoder().wrapAndApplyHeader(message, 0, received));
      case InvokeDecoder.TEMPLATE_ID -> {
        if (manners == Manners.VANISHES) {
          return false;
        }
        invoke(stream, new InvokeDecoder().wrapAndApplyHeader(message, 0, received));
      }
      case HeartbeatDecoder.TEMPLATE_ID -> {}
      case GoodbyeDecoder.TEMPLATE_ID -> {
        GoodbyeEncoder goodbye = new GoodbyeEncoder().wrapAndApplyHeader(buffer, 0, header);
        goodbye.status(Status.SHUTDOWN).drainMs(0).message("");
        stream.write(buffer, HEADER_BYTES + goodbye.encodedLength());
        return false;
      }
      default -> throw new IOException("unexpected template " + received.templateId());
    }
    return true;
  }

  private void list(WireStream stream, ListToolsDecoder request) throws IOException {
    long correlationId = request.correlationId();
    String after = request.after();
    List<String> left = TOOLS.stream().filter(name -> name.compareTo(after) > 0).toList();
    int count = Math.min(PAGE_SIZE, left.size());
    boolean changed = manners == Manners.CHANGES_CATALOGUE && pagesServed > 0;
    pagesServed++;
    ToolListEncoder list = new ToolListEncoder().wrapAndApplyHeader(buffer, 0, header);
    list.correlationId(correlationId)
        .catalogueEpoch(changed ? 2 : 1)
        .total(TOOLS.size())
        .more((short) (left.size() > count ? 1 : 0));
    ToolListEncoder.ToolsEncoder tools = list.toolsCount(count);
    for (String name : left.subList(0, count)) {
      tools.next().toolId(Integer.toUnsignedLong(ToolId.of(name))).mode(ExecutionMode.INLINE);
      tools.flags().clear();
      tools.accepts().clear().json(true);
      tools.name(name).version("1.0.0").title("The tool " + name);
    }
    stream.write(buffer, HEADER_BYTES + list.encodedLength());
  }

  private void invoke(WireStream stream, InvokeDecoder invoke) throws IOException {
    long correlationId = invoke.correlationId();
    ContentType contentType = invoke.contentType();
    if (invoke.toolId() != Integer.toUnsignedLong(ToolId.of("core.echo"))) {
      ErrorEncoder error = new ErrorEncoder().wrapAndApplyHeader(buffer, 0, header);
      error.correlationId(correlationId).retryAfterMs(0).status(Status.UNKNOWN_TOOL);
      error.message("no tool has this id");
      stream.write(buffer, HEADER_BYTES + error.encodedLength());
      return;
    }
    invoke.skipTraceState();
    byte[] payload = new byte[invoke.payloadLength()];
    invoke.getPayload(payload, 0, payload.length);
    askForHeartbeat(stream, correlationId);
    if (manners == Manners.HUGE_FRAGMENT) {
      // template 6, total 4 GiB - 1, offset 0, a piece of one byte
      stream.writeRaw(
          HexFormat.of()
              .parseHex(
                  "00000023EB50"
                      + "1000060067120100"
                      + "0100000000000000FFFFFFFF00000000"
                      + "0100000000"));
      return;
    }
    ResultEncoder result = new ResultEncoder().wrapAndApplyHeader(buffer, 0, header);
    result.correlationId(correlationId).contentType(contentType).flags().clear();
    int lengthAt = HEADER_BYTES + ResultEncoder.BLOCK_LENGTH;
    result.putPayload(payload, 0, payload.length);
    if (manners == Manners.LYING_LENGTH) {
      buffer.putInt(lengthAt, Integer.MAX_VALUE);
    }
    stream.write(buffer, HEADER_BYTES + result.encodedLength());
  }

  /**
   * A client answers a heartbeat while it waits for something else, and ignores progress that it
   * did not ask for.
   */
  private void askForHeartbeat(WireStream stream, long correlationId) throws IOException {
    long timestampNs = 0x0123_4567_89AB_CDEFL;
    HeartbeatEncoder heartbeat = new HeartbeatEncoder().wrapAndApplyHeader(buffer, 0, header);
    heartbeat.timestampNs(timestampNs).flags().clear();
    stream.write(buffer, HEADER_BYTES + heartbeat.encodedLength());
    UnsafeBuffer message = stream.read();
    HeartbeatDecoder answer =
        new HeartbeatDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    if (!answer.flags().reply() || answer.timestampNs() != timestampNs) {
      throw new IOException("expected the heartbeat's timestamp back, got " + answer);
    }
    ProgressEncoder progress = new ProgressEncoder().wrapAndApplyHeader(buffer, 0, header);
    progress.correlationId(correlationId).done(1).total(Double.NaN).message("half way");
    stream.write(buffer, HEADER_BYTES + progress.encodedLength());
  }
}
