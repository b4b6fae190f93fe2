package io.machinenative.axiom.engine;

import java.util.List;

/** The four real carriers, as an engine listens on them. */
enum Carrier {
  INPROC("inproc:e2e"),
  IPC("aeron:ipc"),
  UDP("aeron:udp?endpoint=127.0.0.1:0"),
  TCP("tcp://127.0.0.1:0");

  private final String listen;

  Carrier(String listen) {
    this.listen = listen;
  }

  /** What the engine is told; ports are chosen by the system. */
  String listen() {
    return listen;
  }

  /** The address of this carrier among those that an engine bound. */
  String addressAmong(List<String> addresses) {
    String prefix = listen.substring(0, this == UDP ? "aeron:udp".length() : listen.indexOf(':'));
    return addresses.stream()
        .filter(address -> address.startsWith(this == IPC ? listen : prefix))
        .findFirst()
        .orElseThrow(() -> new AssertionError("expected " + listen + " among " + addresses));
  }
}
