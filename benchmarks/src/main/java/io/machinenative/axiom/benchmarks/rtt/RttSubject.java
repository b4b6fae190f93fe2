package io.machinenative.axiom.benchmarks.rtt;

/**
 * One way to make round trips: what is measured, or what it is measured against. A process opens a
 * server, a client, or, with both in one JVM, first the server and then the client of the same
 * subject. Used by the process's main thread.
 */
public interface RttSubject {
  /**
   * Opens a server that answers each request with its own payload, on threads of its own that park
   * when idle.
   */
  RttServer openServer() throws Exception;

  /**
   * Connects, and waits until requests can be sent.
   *
   * @param address of the server, as {@link RttServer#address} gave it
   */
  RttClient openClient(String address) throws Exception;
}
