package io.machinenative.axiom.engine.registry.lease;

/**
 * Is told what leases come to. May grant, retain and cancel leases of the record that it is told
 * of.
 */
public interface LeaseHandler {
  /** No heartbeat came in time. The lease is gone, unless {@link LeaseTable#retain} keeps it. */
  void onExpired(int record);

  /** It was retained after it expired, and nobody came back. The lease is gone. */
  void onForgotten(int record);
}
