package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a ring is at one moment. Immutable.
 *
 * <pre>
 *    0  8  magic "AXRING01"
 *    8  8  generation: one more with each change
 *   16  8  lines of the audit log, when this was written
 *   24 32  the last one's chain value
 *   56 32  the audit log's key
 *   88  4  number of keys
 *   92  .. keys, 88 bytes each:
 *          id 8 | state 1, zeros 7 | created 8 | first used 8 | changed 8 | messages 8 | bytes 8
 *          | key 32, zeros when destroyed
 * </pre>
 *
 * @param audit where the audit log was
 * @param auditKey of its chain
 */
record RingContent(long generation, AuditMark audit, AesKey auditKey, List<RingKey> keys) {
  private static final long MAGIC = 0x415852494e473031L; // AXRING01
  private static final int HEAD_BYTES = 92;
  private static final int RECORD_BYTES = 8 + 8 + 5 * 8 + 32;
  private static final int KEYS_MAX = 10_000;

  RingContent {
    keys = List.copyOf(keys);
  }

  RingContent next(List<RingKey> nextKeys) {
    return new RingContent(generation + 1, audit, auditKey, nextKeys);
  }

  RingContent with(AuditMark mark) {
    return new RingContent(generation, mark, auditKey, keys);
  }

  /** The one that seals; null in a new ring. */
  RingKey primary() {
    return keys.stream().filter(key -> key.state() == KeyState.PRIMARY).findFirst().orElse(null);
  }

  /** Null when there is none of that id. */
  RingKey find(long id) {
    return keys.stream().filter(key -> key.id() == id).findFirst().orElse(null);
  }

  long live() {
    return keys.stream().filter(RingKey::isLive).count();
  }

  /** The caller wipes it. */
  byte[] encode() {
    ByteBuffer to = ByteBuffer.allocate(HEAD_BYTES + RECORD_BYTES * keys.size());
    to.putLong(MAGIC).putLong(generation).putLong(audit.lines()).put(audit.chain());
    put(auditKey, to);
    to.putInt(keys.size());
    for (RingKey key : keys) {
      to.putLong(key.id()).put((byte) key.state().code()).put(new byte[7]);
      to.putLong(key.createdMs()).putLong(key.firstUsedMs()).putLong(key.changedMs());
      to.putLong(key.messages()).putLong(key.bytes());
      put(key.key(), to);
    }
    return to.array();
  }

  private static void put(AesKey key, ByteBuffer to) {
    if (key == null) {
      to.put(new byte[AesKey.KEY_BYTES]);
      return;
    }
    try (java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(AesKey.KEY_BYTES);
      key.copyTo(copy);
      to.put(copy.asByteBuffer());
      copy.fill((byte) 0);
    }
  }

  /**
   * @param from genuine, but maybe of another version
   * @throws IOException when it is
   */
  static RingContent decode(byte[] from) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(from);
    if (from.length < HEAD_BYTES || in.getLong() != MAGIC) {
      throw new IOException("expected a key ring of version 1, actual something else");
    }
    long generation = in.getLong();
    long auditLines = in.getLong();
    byte[] chain = new byte[AuditMark.CHAIN_BYTES];
    in.get(chain);
    AesKey auditKey = key(in);
    int count = in.getInt();
    if (count < 0 || count > KEYS_MAX || in.remaining() != count * RECORD_BYTES) {
      throw new IOException("expected " + count + " keys, actual " + in.remaining() + " bytes");
    }
    List<RingKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(ringKey(in));
    }
    return new RingContent(generation, new AuditMark(auditLines, chain), auditKey, keys);
  }

  private static RingKey ringKey(ByteBuffer in) {
    long id = in.getLong();
    KeyState state = KeyState.of(in.get());
    in.position(in.position() + 7);
    long created = in.getLong();
    long firstUsed = in.getLong();
    long changed = in.getLong();
    long messages = in.getLong();
    long bytes = in.getLong();
    AesKey key = key(in);
    if (state == KeyState.DESTROYED) {
      key.close();
      key = null;
    }
    return new RingKey(id, state, created, firstUsed, changed, messages, bytes, key);
  }

  private static AesKey key(ByteBuffer in) {
    MemorySegment bytes = MemorySegment.ofBuffer(in.slice(in.position(), AesKey.KEY_BYTES));
    in.position(in.position() + AesKey.KEY_BYTES);
    return AesKey.of(bytes);
  }

  /** Closes its keys, but those that another content has too. */
  void closeBut(RingContent kept) {
    for (RingKey key : keys) {
      if (key.key() != null && kept.keys.stream().noneMatch(other -> other.key() == key.key())) {
        key.key().close();
      }
    }
    if (kept.auditKey != auditKey) {
      auditKey.close();
    }
  }
}
