package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.agrona.concurrent.NanoClock;

/**
 * Streamable HTTP: each message is a request, and its answer a message or a stream of them. Follows
 * no redirect. Any thread; requests wait on the caller's own.
 */
public final class HttpLink implements Link {
  private static final String POSTED =
      "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
  private static final String LISTENING = "Accept: text/event-stream\r\n";

  private final Wires wires;
  private final RequestHead head;
  private final int maxBytes;
  private final long connectNs;
  private final ThreadFactory threads;
  private final NanoClock clock;

  /**
   * @param trust who may vouch for it; empty: whom the JDK trusts
   * @param agent how this program names itself
   * @param maxBytes longest message that is read
   * @param connectNs for a connection, and until a request is taken, at most
   * @param threads for messages that nobody waits for
   */
  public HttpLink(
      URI url,
      Optional<SSLContext> trust,
      String agent,
      int maxBytes,
      long connectNs,
      ThreadFactory threads,
      NanoClock clock) {
    this.wires = new Wires(url, trust, connectNs, threads, clock);
    this.head = new RequestHead(url, agent);
    this.maxBytes = maxBytes;
    this.connectNs = connectNs;
    this.threads = threads;
    this.clock = clock;
  }

  @Override
  public Exchange send(Outbound request) throws UpstreamException, InterruptedException {
    return posted(request);
  }

  private HttpExchange posted(Outbound message) throws UpstreamException, InterruptedException {
    byte[] request = head.post(POSTED, message.headers(), message.json());
    return new HttpExchange(this, start(request), message.headers(), maxBytes, clock);
  }

  private Wire start(byte[] request) throws UpstreamException, InterruptedException {
    Wire wire = wires.take();
    wire.send(request, connectNs);
    return wire;
  }

  /** Asks for a stream of events. */
  Wire listenOn(Map<String, String> headers) throws UpstreamException, InterruptedException {
    return start(head.bare("GET", LISTENING, headers));
  }

  void giveBack(Wire wire) {
    wires.giveBack(wire);
  }

  /** Runs what nobody waits for. */
  void aside(Runnable task) {
    threads.newThread(task).start();
  }

  @Override
  public void tell(Outbound message) {
    aside(() -> {
      try {
        deliver(message, connectNs);
      } catch (UpstreamException _) {
        // nobody waits for it
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  @Override
  public void deliver(Outbound message, long waitNs)
      throws UpstreamException, InterruptedException {
    try (HttpExchange exchange = posted(message)) {
      exchange.leaveOut(waitNs);
    }
  }

  @Override
  public Optional<Exchange> listen(Map<String, String> headers)
      throws UpstreamException, InterruptedException {
    return Optional.of(new HttpExchange(this, listenOn(headers), headers, maxBytes, clock));
  }

  /** Ends a session. Never waits. */
  public void delete(Map<String, String> headers) {
    Wires.Farewell farewell = wires.farewell();
    aside(() -> {
      try (farewell) {
        Wire wire = farewell.open();
        wire.send(head.bare("DELETE", "", headers), connectNs);
        wire.awaitHead(connectNs);
      } catch (UpstreamException _) {
        // it finds out by itself
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  @Override
  public boolean closingCancels() {
    return true;
  }

  @Override
  public void close() {
    wires.close();
  }
}
