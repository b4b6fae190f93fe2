package io.machinenative.axiom.benchmarks.process;

import io.machinenative.axiom.benchmarks.rtt.Exchange;
import io.machinenative.axiom.benchmarks.rtt.Mode;
import io.machinenative.axiom.benchmarks.rtt.Transport;
import java.util.List;

/**
 * What a child JVM is told on its command line. Immutable.
 *
 * @param aeronDirectory of the subject, unique in the run
 * @param serverAddress that a client connects to; empty for the other roles
 */
record ChildArguments(
    Role role, Subject subject, Exchange exchange, String aeronDirectory, String serverAddress) {
  private static final int COUNT = 8;

  List<String> toList() {
    return List.of(
        role.name(),
        subject.name(),
        exchange.transport().name(),
        Integer.toString(exchange.payloadBytes()),
        Integer.toString(exchange.inFlight()),
        exchange.mode().name(),
        aeronDirectory,
        serverAddress);
  }

  static ChildArguments parse(String[] arguments) {
    if (arguments.length != COUNT) {
      throw new IllegalArgumentException(
          "expected " + COUNT + " arguments, got " + arguments.length);
    }
    Exchange exchange =
        new Exchange(
            Transport.valueOf(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            Mode.valueOf(arguments[5]));
    return new ChildArguments(
        Role.valueOf(arguments[0]),
        Subject.valueOf(arguments[1]),
        exchange,
        arguments[6],
        arguments[7]);
  }
}
