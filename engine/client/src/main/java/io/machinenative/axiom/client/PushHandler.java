package io.machinenative.axiom.client;

import org.agrona.DirectBuffer;

/** Takes what a server pushes to a watch. Called on the session's thread; must not throw. */
interface PushHandler {
  /** RegistryChanges, whose lengths were checked; the buffer is borrowed until the call returns. */
  void onChanges(DirectBuffer buffer, int offset, int blockLength, int version);

  /** RegistryResync: what came between is gone. */
  void onResync(long revision);
}
