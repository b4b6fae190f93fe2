package io.machinenative.axiom.plugins.backup.pack;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.plugins.backup.format.ObjectId;
import io.machinenative.axiom.plugins.backup.keys.RepositoryKeys;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of the packs that were read last. One thread's. Each takes 12 KiB of locked memory, of
 * which systems give few megabytes.
 */
final class PackKeys implements AutoCloseable {
  private static final int MOST = 32;

  private final RepositoryKeys keys;
  private final Map<ObjectId, AesKey> recent = new LinkedHashMap<>(16, 0.75f, true);

  PackKeys(RepositoryKeys keys) {
    this.keys = keys;
  }

  /** Open until {@link #MOST} other packs were asked for. */
  AesKey of(ObjectId pack) {
    AesKey key = recent.get(pack);
    if (key == null) {
      key = keys.packKey(pack);
      recent.put(pack, key);
      if (recent.size() > MOST) {
        Iterator<AesKey> eldest = recent.values().iterator();
        eldest.next().close();
        eldest.remove();
      }
    }
    return key;
  }

  @Override
  public void close() {
    recent.values().forEach(AesKey::close);
    recent.clear();
  }
}
