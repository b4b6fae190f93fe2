package io.machinenative.axiom.engine.gateway;

import io.machinenative.axiom.engine.gateway.link.Exchange;
import io.machinenative.axiom.engine.gateway.rpc.Incoming;
import io.machinenative.axiom.engine.gateway.rpc.Messages;
import io.machinenative.axiom.engine.gateway.rpc.UpstreamException;
import io.machinenative.axiom.engine.gateway.session.RefusedException;
import io.machinenative.axiom.engine.gateway.session.Request;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession;
import io.machinenative.axiom.engine.gateway.session.UpstreamSession.Conversation;
import io.machinenative.axiom.engine.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.agrona.concurrent.NanoClock;

/**
 * Hears what a server says on its own: in the newer era by {@code subscriptions/listen}, in older
 * sessions on their GET stream. On a thread of its own, until it is closed or the stream ends.
 */
final class Listener implements AutoCloseable {
  private static final long FOREVER_NS = Long.MAX_VALUE;

  /** A server that ends its streams at once is not asked again at once. */
  private static final long SHORTEST_NS = 5_000_000_000L;

  /** For each subscription in an older session. */
  private static final long SUBSCRIBE_NS = 5_000_000_000L;

  private final UpstreamSession session;
  private final List<String> resources;
  private final Consumer<Incoming.Told> heard;
  private final Runnable ended;
  private final NanoClock clock;
  private volatile boolean closed;
  private volatile Thread thread;

  /**
   * @param resources of which updates are wanted
   * @param ended is told when the stream ended by itself; not when there is none
   */
  private Listener(
      UpstreamSession session,
      List<String> resources,
      Consumer<Incoming.Told> heard,
      Runnable ended,
      NanoClock clock) {
    this.clock = clock;
    this.session = session;
    this.resources = resources;
    this.heard = heard;
    this.ended = ended;
  }

  static Listener start(
      UpstreamSession session,
      List<String> resources,
      Consumer<Incoming.Told> heard,
      Runnable ended,
      ThreadFactory threads,
      NanoClock clock) {
    Listener listener = new Listener(session, resources, heard, ended, clock);
    listener.thread = threads.newThread(listener::run);
    listener.thread.start();
    return listener;
  }

  private void run() {
    long beganNs = clock.nanoTime();
    try {
      boolean was = wasThere();
      long leftNs = SHORTEST_NS - (clock.nanoTime() - beganNs);
      if (was && leftNs > 0) {
        Thread.sleep(Duration.ofNanos(leftNs));
      }
      if (was && !closed) {
        ended.run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Listens as long as there is a stream; answers whether there was one. */
  private boolean wasThere() throws InterruptedException {
    try {
      if (session.newer()) {
        return subscribe();
      }
      for (String uri : resources) {
        subscribeTo(uri);
      }
      return listen();
    } catch (UpstreamException _) {
      return true; // the next look at the lists finds out what is the matter
    }
  }

  private void subscribeTo(String uri) throws UpstreamException, InterruptedException {
    try {
      session.ask(
          Request.of("resources/subscribe", uri).with("uri", Messages.text(uri)), SUBSCRIBE_NS);
    } catch (RefusedException _) {
      // it tells nothing of that one
    }
  }

  /** Answers whether there was a stream. */
  private boolean subscribe() throws UpstreamException, InterruptedException {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("toolsListChanged", true);
    wanted.put("promptsListChanged", true);
    wanted.put("resourcesListChanged", true);
    if (!resources.isEmpty()) {
      wanted.put("resourceSubscriptions", resources);
    }
    Request request = Request.of("subscriptions/listen").with("notifications", Json.write(wanted));
    try (Conversation stream = session.beginAside(request)) {
      while (!closed) {
        switch (stream.next(FOREVER_NS, FOREVER_NS)) {
          case Incoming.Told told -> heard.accept(told);
          case Incoming.Asked asked -> session.reply(asked);
          case Incoming.Answer _ -> {
            return true;
          }
          case Incoming.Refusal _ -> {
            return false; // it tells nothing on its own
          }
        }
      }
    }
    return true;
  }

  private boolean listen() throws UpstreamException, InterruptedException {
    Optional<Exchange> stream = session.listen();
    if (stream.isEmpty()) {
      return false;
    }
    boolean any = false;
    try (Exchange exchange = stream.get()) {
      while (!closed) {
        Incoming message = exchange.next(FOREVER_NS, FOREVER_NS);
        any = true;
        switch (message) {
          case Incoming.Told told -> heard.accept(told);
          case Incoming.Asked asked -> session.reply(asked);
          default -> {} // answers come on other streams
        }
      }
    } catch (UpstreamException e) {
      boolean refused =
          e.kind() == UpstreamException.Kind.REFUSED
              || e.kind() == UpstreamException.Kind.UNAUTHORIZED;
      boolean none = !any && refused;
      return !none;
    }
    return true;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
