package io.machinenative.axiom.engine.pipeline;

import io.machinenative.axiom.api.Principal;

/**
 * The way from dispatch to the registry of the control plane. Any ingress agent; never blocks;
 * allocates only for a watch.
 */
public interface RegistryGate {
  /** Of a server without a registry. */
  RegistryGate NONE =
      new RegistryGate() {
        @Override
        public boolean isThere() {
          return false;
        }

        @Override
        public boolean submit(RegistryRequest request) {
          return false;
        }

        @Override
        public long revision() {
          return 0;
        }

        @Override
        public ChangeCursor watch(
            Principal who,
            long feedIdHigh,
            long feedIdLow,
            long after,
            int kind,
            String namePrefix) {
          throw new IllegalStateException("there is no registry to watch");
        }

        @Override
        public void onChange(Runnable wakeup) {
          // nothing ever changes
        }
      };

  /** Watches from what is there now on. */
  long NOW = -1;

  /** Whether the server has a registry. */
  boolean isThere();

  /**
   * Hands a request to the conductor, which answers it through {@link RegistryReplies}.
   *
   * @return false when too many wait: nothing was taken, the caller answers OVERLOADED
   */
  boolean submit(RegistryRequest request);

  /** Of the last change that watchers may see: an acquire load. */
  long revision();

  /**
   * Begins to follow the changes.
   *
   * @param who watches: is told of what it may learn of
   * @param feedIdHigh first half of the id of the feed that {@code after} was heard from; both 0:
   *     not known
   * @param after the last revision that is known, or {@link #NOW}
   * @param kind as the wire says it; its null for any
   * @param namePrefix of the records' names; empty: any
   */
  ChangeCursor watch(
      Principal who, long feedIdHigh, long feedIdLow, long after, int kind, String namePrefix);

  /**
   * Whom to wake when watchers may see more. Before the agents start.
   *
   * @param wakeup any thread may run it
   */
  void onChange(Runnable wakeup);
}
