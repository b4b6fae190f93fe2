package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.api.Credential;
import io.machinenative.axiom.codec.Status;
import io.machinenative.axiom.engine.access.Admission;
import io.machinenative.axiom.engine.access.Caller;
import io.machinenative.axiom.engine.access.Remote;
import io.machinenative.axiom.engine.edge.call.CallPort;
import io.machinenative.axiom.engine.edge.call.CallPorts;
import io.machinenative.axiom.engine.edge.json.ByteSink;
import io.machinenative.axiom.engine.pipeline.IngressContext;
import io.machinenative.axiom.engine.pipeline.Listener;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;

/**
 * MCP over two streams, as programs speak it that start their servers: the carrier of one client.
 * Calls run at once, and are answered in the order in which they end. When the input has ended and
 * all is answered, the pipe is finished.
 *
 * <p>Owned by the ingress thread, but {@link #wakeup}. Writing may block when the client does not
 * read: there is nobody else to serve.
 */
public final class StdioListener implements Listener {
  /** The one address of its kind. */
  public static final String ADDRESS = "stdio:";

  private static final int LINES_PER_POLL = 64;

  private final StdioPipe pipe;
  private final McpServer server;
  private final McpSession session;
  private final CallPorts ports;
  private final CallPort port;
  private final IngressContext context;
  private final Credential credential;
  private final ErrorHandler errors;
  private Caller caller;
  private volatile Thread waiting;
  private int unanswered;
  private boolean dirty;
  private boolean broken;
  private boolean closed;

  /**
   * @param context the duty cycle's policy
   * @param credential what the client presents
   * @throws IllegalArgumentException when that is not enough
   */
  public StdioListener(
      StdioPipe pipe,
      McpServer server,
      CallPorts ports,
      IngressContext context,
      Credential credential,
      ErrorHandler errors) {
    this.context = context;
    this.credential = credential;
    this.pipe = pipe;
    this.server = server;
    this.ports = ports;
    this.errors = errors;
    this.session = new McpSession("", server.nowNs());
    this.port = ports.port("stdio", "mcp");
    session.stream(StdioReply.toNobody(this));
    server.pipe(session);
    pipe.onInput(this::wakeup);
    Admission admission = identify();
    if (admission.status() == Status.UNAUTHENTICATED) {
      throw new IllegalArgumentException(
          "the configuration asks for credentials, and those of the client are missing or wrong");
    }
  }

  @Override
  public String address() {
    return ADDRESS;
  }

  /** Looks again who it is, since what is good now may be revoked. */
  private Admission identify() {
    Admission admission =
        context.policy().identity().identify(credential, Remote.LOCAL, context.nowNs());
    caller = admission.caller();
    return admission;
  }

  /** Who the client is; null when its credentials are good no longer. */
  Caller caller() {
    return caller;
  }

  CallPort port() {
    return port;
  }

  @Override
  public int poll(long nowNs) {
    if (closed) {
      return 0;
    }
    int work = 0;
    byte[] line = pipe.poll();
    while (line != null) {
      work++;
      identify();
      server.onMessage(line, 0, line.length, StdioReply.toMessage(this), session);
      line = work < LINES_PER_POLL ? pipe.poll() : null;
    }
    work += ports.finishClosing();
    work += server.doWork(nowNs);
    server.tick(session, nowNs);
    flush();
    if (pipe.isEnded() && isAllAnswered()) {
      pipe.finish();
    }
    return work;
  }

  /** What has no answer yet is waited for, but for those who listen, and who would be asked. */
  private boolean isAllAnswered() {
    long listening =
        session.listening().values().stream()
            .filter(subscription -> subscription.request().reply().isOpen())
            .count();
    return unanswered <= listening || !session.questions().isEmpty();
  }

  /** A message came that {@link #onAnswered} is told of later, or before it is handled in full. */
  void onAsked() {
    unanswered++;
  }

  void onAnswered() {
    unanswered--;
  }

  void write(ByteSink message) {
    if (broken) {
      return;
    }
    try {
      pipe.write(message);
      dirty = true;
    } catch (IOException e) {
      breaks(e);
    }
  }

  private void flush() {
    if (!dirty || broken) {
      return;
    }
    dirty = false;
    try {
      pipe.flush();
    } catch (IOException e) {
      breaks(e);
    }
  }

  /** The client does not read any more, so there is nothing left to do. */
  private void breaks(IOException e) {
    broken = true;
    errors.onError(e);
    pipe.finish();
  }

  @Override
  public boolean await(long timeoutNs) {
    waiting =
        Thread.currentThread(); // before input is looked for; who wakes writes before it looks
    if (!pipe.hasInput() && !closed) {
      LockSupport.parkNanos(timeoutNs);
    }
    waiting = null;
    return !closed;
  }

  @Override
  public void wakeup() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      server.close();
      port.end();
      flush();
      pipe.finish();
    }
  }
}
