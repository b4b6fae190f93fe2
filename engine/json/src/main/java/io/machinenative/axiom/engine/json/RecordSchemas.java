package io.machinenative.axiom.engine.json;

import java.util.LinkedHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The schemas of records, kept for the next class that is the same: to derive and compile one takes
 * longer than all else that makes a version of a plugin ready, and most versions change few
 * records, or none. What is kept refers to no class of a plugin.
 *
 * <p>Any thread; two that ask at once wait for each other.
 */
public final class RecordSchemas {
  /** Kept at most; the one that was asked for longest ago goes. About 10 KiB of heap each. */
  private static final int MOST = 512;

  /**
   * @param closed whether properties that the record does not have are an error
   */
  private record Key(String fingerprint, boolean closed) {}

  private final JsonMapper trees = JsonDialect.mapper(JsonDialect.MAX_DEPTH);
  private final LinkedHashMap<Key, DerivedSchema> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The schema of a record.
   *
   * @param type a record that {@link RecordShape} accepts
   * @param mapper that may see the record
   */
  synchronized DerivedSchema of(Class<? extends Record> type, JsonMapper mapper, boolean closed) {
    Key key = new Key(RecordFingerprint.of(type), closed);
    DerivedSchema known = kept.get(key);
    if (known == null) {
      known = new DerivedSchema(RecordSchema.derive(type, mapper, closed), trees);
      kept.put(key, known);
      if (kept.size() > MOST) {
        kept.pollFirstEntry();
      }
    }
    return known;
  }
}
