package io.machinenative.axiom.natives.aes;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys with ids: one that seals, and older ones whose messages still open.
 *
 * <pre>
 *   add(id) ──▶ opens ── activate(id) ──▶ seals and opens ── activate(another) ──▶ opens
 *                 │                                                                  │
 *                 └───────────────────────── retire(id) ◀────────────────────────────┘
 *                                            its messages open no more, the key is wiped
 * </pre>
 *
 * <p>To rotate: add the new key everywhere, activate it everywhere, and retire the old one when
 * nobody keeps messages of it any more.
 *
 * <p>Any thread; changes take effect with the next message of each {@link MessageCipher}. Owns the
 * keys and nonces that it is given.
 */
public final class KeyRing implements AutoCloseable {
  /** A key of the ring; {@code nonces} is null for one that only opens. */
  record Entry(int id, AesKey key, NonceSequence nonces) {
    void close() {
      key.close();
      if (nonces != null) {
        nonces.close();
      }
    }
  }

  /** What the ring is at one moment; never changed. */
  private record Keys(List<Entry> entries, Entry active) {
    Entry find(int id) {
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        if (entry.id == id) {
          return entry;
        }
      }
      return null;
    }
  }

  /** Written under the lock, read by every message. */
  private volatile Keys keys = new Keys(List.of(), null);

  /**
   * Adds a key that opens messages, and seals them once it is activated.
   *
   * @param id not in the ring yet; part of each message, and no secret
   * @param nonces of this key alone
   */
  public void add(int id, AesKey key, NonceSequence nonces) {
    add(new Entry(id, key, nonces));
  }

  /** Adds a key that opens messages which others have sealed. */
  public void addForOpening(int id, AesKey key) {
    add(new Entry(id, key, null));
  }

  private synchronized void add(Entry added) {
    if (keys.find(added.id) != null) {
      throw new IllegalArgumentException("expected a new key id, actual " + name(added.id));
    }
    List<Entry> entries = new ArrayList<>(keys.entries);
    entries.add(added);
    keys = new Keys(List.copyOf(entries), keys.active);
  }

  /** Seals all later messages with this key. */
  public synchronized void activate(int id) {
    Entry entry = require(id);
    if (entry.nonces == null) {
      throw new IllegalArgumentException(
          "expected a key with nonces, actual " + name(id) + " which only opens");
    }
    keys = new Keys(keys.entries, entry);
  }

  /** Takes a key away, and closes it. Not the active one: activate another one first. */
  public synchronized void retire(int id) {
    Entry entry = require(id);
    if (entry == keys.active) {
      throw new IllegalArgumentException(
          "expected a key that does not seal, actual the active " + name(id));
    }
    List<Entry> entries = new ArrayList<>(keys.entries);
    entries.remove(entry);
    keys = new Keys(List.copyOf(entries), keys.active);
    entry.close();
  }

  private Entry require(int id) {
    Entry entry = keys.find(id);
    if (entry == null) {
      throw new IllegalArgumentException("expected a key of the ring, actual " + name(id));
    }
    return entry;
  }

  private static String name(int id) {
    return "key " + Integer.toUnsignedString(id);
  }

  /** The ids of its keys, in the order in which they were added. */
  public List<Integer> ids() {
    return keys.entries.stream().map(Entry::id).toList();
  }

  /** The key that seals, or null. */
  Entry active() {
    return keys.active;
  }

  /** The key with that id, or null. */
  Entry find(int id) {
    return keys.find(id);
  }

  /** Closes all keys: nothing is sealed or opened any more. A second call does nothing. */
  @Override
  public synchronized void close() {
    List<Entry> entries = keys.entries;
    keys = new Keys(List.of(), null);
    entries.forEach(Entry::close);
  }
}
