package io.machinenative.axiom.engine.pipeline;

/** The way from the registry back to the ingress agent that asked. Any thread; never blocks. */
@FunctionalInterface
public interface RegistryReplies {
  /** The request has its reply. Said exactly once for each that was submitted; never lost. */
  void answered(RegistryRequest request);
}
