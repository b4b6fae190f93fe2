package io.machinenative.axiom.engine.gateway.link;

import io.machinenative.axiom.engine.gateway.rpc.Incoming;

/** Takes what belongs to no exchange. On a thread of the link; does not wait. */
public interface Stray {
  /** A notification. */
  void told(Incoming.Told message);

  /** A request, of which nobody knows whom it is for. */
  void asked(Incoming.Asked message);

  /** Something that is no message, or a line of its error output. */
  void noted(String text);

  /** The link ended. */
  void ended(String why);
}
