package io.machinenative.axiom.engine.control.wire;

import io.machinenative.axiom.engine.pipeline.RegistryRequest;

/** What one request of the registry does. Called by the conductor; allocates. */
interface RegistryOperation {
  /**
   * Does it, and writes the reply.
   *
   * @param request whose lengths were checked; read, not answered
   * @return length of the reply, header included
   * @throws IllegalArgumentException when a field holds what it may not
   * @throws WireException to be answered with its status
   */
  int run(RegistryRequest request, ReplyBuffer reply);

  /** Whether it may change something: then its reply holds only after the commit. */
  default boolean isChange() {
    return false;
  }
}
