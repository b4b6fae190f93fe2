package io.machinenative.axiom.plugins.aes;

import java.io.IOException;

/** Whose keys wrap and unwrap data keys. Any thread; whoever made one closes it. */
public interface KeyAccess extends AutoCloseable {
  /**
   * The key for one more container.
   *
   * @return borrowed until this is closed
   * @throws IOException when there is none
   */
  WrappingKey forSealing() throws IOException;

  /** So many bytes were sealed under the key of that id: it may be time for another one. */
  default void sealed(WrappingKey key, long bytes) throws IOException {}

  /**
   * The key of a container.
   *
   * @return borrowed until this is closed
   * @throws KeyUnavailableException when it is of another kind, or there is no such key any more
   */
  WrappingKey forOpening(ContainerHeader header) throws IOException;

  @Override
  void close();
}
