package io.machinenative.axiom.engine.plugin.lent;

import java.util.Optional;

/** The services that others export to one plugin. Any thread. */
public interface Services {
  /** Nobody exports any. */
  Services NONE =
      new Services() {
        @Override
        public <T> Optional<T> find(Class<T> type) {
          return Optional.empty();
        }
      };

  <T> Optional<T> find(Class<T> type);
}
