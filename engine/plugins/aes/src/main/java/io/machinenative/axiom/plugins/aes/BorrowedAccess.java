package io.machinenative.axiom.plugins.aes;

import java.io.IOException;

/** Keys of somebody else, which stay open. Any thread. */
record BorrowedAccess(KeyAccess keys) implements KeyAccess {
  @Override
  public WrappingKey forSealing() throws IOException {
    return keys.forSealing();
  }

  @Override
  public void sealed(WrappingKey key, long bytes) throws IOException {
    keys.sealed(key, bytes);
  }

  @Override
  public WrappingKey forOpening(ContainerHeader header) throws IOException {
    return keys.forOpening(header);
  }

  @Override
  public void close() {
    // Whoever lent them closes them.
  }
}
