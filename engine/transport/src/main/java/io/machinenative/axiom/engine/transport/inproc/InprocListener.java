package io.machinenative.axiom.engine.transport.inproc;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Listener;
import java.util.ArrayList;
import org.agrona.collections.ArrayListUtil;

/**
 * The server's in-process carrier. Clients of the same process connect through its {@link
 * #connector()}. It cannot be waited on: the agent that polls it idles.
 *
 * <p>Owned by the agent that polls it. Allocates when a connection comes, not for frames.
 */
public final class InprocListener implements Listener {
  /** Addresses are {@code inproc:} or {@code inproc:name}. */
  public static final String SCHEME = "inproc:";

  private final FrameHandler handler;
  private final InprocOptions options;
  private final InprocConnector connector;
  private final ArrayList<InprocServerEnd> connections = new ArrayList<>();
  private boolean closed;

  /**
   * @param address {@code inproc:} or {@code inproc:name}; the name is for people, the connector is
   *     what finds it
   * @param handler gets the frames, on the thread that polls
   */
  public InprocListener(String address, FrameHandler handler, InprocOptions options) {
    if (!address.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "expected an address like inproc: or inproc:name, got '" + address + "'");
    }
    this.handler = handler;
    this.options = options;
    this.connector = new InprocConnector(address, options);
  }

  /** What makes links to this listener. Any thread. */
  public InprocConnector connector() {
    return connector;
  }

  @Override
  public String address() {
    return connector.address();
  }

  /** Connections that are open now. */
  public int connectionCount() {
    return connections.size();
  }

  @Override
  public int poll(long nowNs) {
    int work = accept();
    for (int i = connections.size() - 1; i >= 0; i--) {
      work += poll(i);
    }
    return work;
  }

  private int accept() {
    int accepted = 0;
    while (accepted < options.acceptQueueLength()) {
      InprocPipe pipe = connector.nextPipe();
      if (pipe == null) {
        break;
      }
      accepted++;
      if (connections.size() < options.maxConnections()) {
        InprocServerEnd connection = new InprocServerEnd(pipe, handler);
        connection.open();
        connections.add(connection);
      } else {
        pipe.closeServer();
      }
    }
    return accepted;
  }

  private int poll(int index) {
    InprocServerEnd connection = connections.get(index);
    // Read before the ring is: frames that precede the flag are then certainly seen.
    boolean clientWasClosed = connection.isClientClosed();
    int work = connection.poll(options.framesPerPoll());
    if (connection.isOver(clientWasClosed)) {
      ArrayListUtil.fastUnorderedRemove(connections, index);
      connection.end();
      work++;
    }
    return work;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    connector.close();
    for (InprocPipe pipe = connector.nextPipe(); pipe != null; pipe = connector.nextPipe()) {
      pipe.closeServer();
    }
    for (InprocServerEnd connection : connections) {
      connection.end();
    }
    connections.clear();
  }
}
