package io.machinenative.axiom.engine.access;

import io.machinenative.axiom.api.Principal;

/**
 * What callers may do, and how often: the rules of one epoch of the policy. Asked once for each
 * caller, route and epoch, never for a call. Any thread.
 */
public interface Guard {
  /** Lets everybody do everything, as often as they like. */
  Guard OPEN =
      new Guard() {
        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public boolean allows(Principal principal, String name, boolean readOnly) {
          return true;
        }

        @Override
        public Meter[] meters(Principal principal, String name) {
          return null;
        }

        @Override
        public String scopeFor(String name, boolean readOnly) {
          return null;
        }
      };

  /** Whether there is neither a rule nor a rate. */
  boolean isOpen();

  /**
   * Whether it may call that.
   *
   * @param name of the tool, or of the route to an offer
   * @param readOnly whether it changes nothing
   */
  boolean allows(Principal principal, String name, boolean readOnly);

  /**
   * What its calls of that are counted by; null for nothing. The same for all that are counted
   * together.
   */
  Meter[] meters(Principal principal, String name);

  /** A caller has tried what it may not. Must not wait. */
  default void denied(Principal principal, String name) {}

  /** A scope with which a caller may call that; null when no scope helps. */
  String scopeFor(String name, boolean readOnly);
}
