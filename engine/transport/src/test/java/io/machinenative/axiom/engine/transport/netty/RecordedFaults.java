package io.machinenative.axiom.engine.transport.netty;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.machinenative.axiom.engine.transport.CarrierContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Counts what goes wrong. */
final class RecordedFaults implements TcpFaults {
  private final List<Throwable> connectionFaults = new ArrayList<>();
  private int refusedCount;
  private int acceptFaultCount;

  List<Throwable> connectionFaults() {
    return connectionFaults;
  }

  int refusedCount() {
    return refusedCount;
  }

  int acceptFaultCount() {
    return acceptFaultCount;
  }

  /** Connections may be reset, but nothing here may throw. */
  void assertOnlySocketFaults() {
    connectionFaults.stream()
        .filter(fault -> !CarrierContract.ON_PURPOSE.equals(fault.getMessage()))
        .forEach(fault -> assertInstanceOf(IOException.class, fault));
  }

  @Override
  public void onConnectionFault(String peer, Throwable cause) {
    connectionFaults.add(cause);
  }

  @Override
  public void onConnectionRefused(String peer) {
    refusedCount++;
  }

  @Override
  public void onAcceptFault(Throwable cause) {
    acceptFaultCount++;
  }
}
