package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.pipeline.FrameHandler;
import io.machinenative.axiom.engine.pipeline.Listener;
import io.machinenative.axiom.engine.transport.inproc.InprocConnector;
import io.machinenative.axiom.engine.transport.inproc.InprocListener;
import io.machinenative.axiom.engine.transport.inproc.InprocOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Opens the carriers that the addresses name. Carriers of one kind share an ingress agent: their sessions, slots and timers
 * are its own.
 */
final class Carriers implements AutoCloseable {
  /** Carriers of one kind. */
  final class Kind {
    private final String name;
    private final List<String> addresses = new ArrayList<>();

    private Kind(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    /** Ends the wait of the carriers, so that a completion is answered at once. Any thread. */
    Runnable wakeup() {
      return () -> {};
    }

    /** Opens the carriers. */
    List<Listener> open(FrameHandler handler) {
      List<Listener> opened = new ArrayList<>();
      for (String address : addresses) {
        Listener listener = openOne(address, handler);
        opened.add(listener);
        boundAddresses.add(listener.address());
      }
      return opened;
    }

    private Listener openOne(String address, FrameHandler handler) {
      inproc = new InprocListener(address, handler, InprocOptions.DEFAULT);
      return inproc;
    }
  }

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final List<String> boundAddresses = new ArrayList<>();
  private InprocListener inproc;

  Carriers(EngineOptions options, NanoClock clock, Foundations base) {
    for (String address : options.addresses()) {
      kinds.computeIfAbsent(kindOf(address), Kind::new).addresses.add(address);
    }
  }

  private static String kindOf(String address) {
    if (address.startsWith("inproc:")) {
      return "inproc";
    }
    throw new IllegalArgumentException(
        "expected an address such as aeron:ipc, aeron:udp?endpoint=host:port, tcp://host:port or inproc:name, got '"
            + address + "'");
  }

  List<Kind> kinds() {
    return List.copyOf(kinds.values());
  }

  List<String> addresses() {
    return List.copyOf(boundAddresses);
  }

  InprocConnector inproc() {
    if (inproc == null) {
      throw new IllegalStateException("the engine does not listen on an inproc: address");
    }
    return inproc.connector();
  }

  /** The media driver's agent, when it has no thread of its own. */
  Optional<Agent> driverAgent() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
