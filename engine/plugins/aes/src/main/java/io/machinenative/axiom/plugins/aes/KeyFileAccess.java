package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys of a file: the first one seals, all open. Any thread. */
public final class KeyFileAccess implements KeyAccess {
  private static final byte[] NO_PARAMETERS = {};

  private final Map<Long, AesKey> keys = new LinkedHashMap<>();
  private final long first;

  /**
   * @param keys closed with this; at least one
   */
  public KeyFileAccess(List<AesKey> keys) {
    for (AesKey key : keys) {
      AesKey before = this.keys.putIfAbsent(KeyIds.fingerprint(key), key);
      if (before != null) {
        key.close();
      }
    }
    first = this.keys.keySet().iterator().next();
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read, has no key, or others may read or change it
   */
  public static KeyFileAccess read(Path file) throws IOException {
    if (KeyFile.isOpenToOthers(file)) {
      throw new IOException(
          file + ": expected a key file for its owner alone, actual others may read or change it");
    }
    return new KeyFileAccess(KeyFile.read(file));
  }

  /** The id of the key that seals. */
  public String keyId() {
    return KeyIds.text(first);
  }

  @Override
  public WrappingKey forSealing() {
    return new WrappingKey(KeyKind.KEY_FILE, first, NO_PARAMETERS, keys.get(first));
  }

  @Override
  public WrappingKey forOpening(ContainerHeader header) throws KeyUnavailableException {
    AesKey key = keys.get(header.keyId());
    if (header.kind() != KeyKind.KEY_FILE || key == null) {
      throw new KeyUnavailableException(
          header.kind() == KeyKind.PASSPHRASE
              ? "sealed with a passphrase and not with a key file"
              : "sealed with key " + KeyIds.text(header.keyId()) + ", which the key file lacks");
    }
    return new WrappingKey(KeyKind.KEY_FILE, header.keyId(), NO_PARAMETERS, key);
  }

  @Override
  public void close() {
    keys.values().forEach(AesKey::close);
  }
}
