package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A ring of wrapping keys that outlives the process, and goes over to a new key by itself.
 *
 * <p>Every change is on the disk before it counts. Other processes may use the same ring: a change
 * is made under a lock, to the newest content. How much a key has sealed is written down ahead, in
 * steps, so that a crash makes a key older and never younger.
 *
 * <p>Any thread; owns its keys and the master key.
 */
final class StoredKeyRing implements KeyAccess {
  private static final byte[] NO_PARAMETERS = {};

  private final RingFile file;
  private final KeyAccess master;
  private final RotationPolicy policy;
  private final InstantSource clock;
  private final SecureRandom random;

  /** Tells where the audit log is, for whoever reads the ring next. */
  private volatile MarkSource auditMark = () -> null;

  private RingContent content;
  private Object stamp;

  /** Use of the primary key, up to what its record says. */
  private long usedMessages;

  private long usedBytes;
  private Rotated lastAutomatic;

  /**
   * A rotation that happened.
   *
   * @param reason age, messages, bytes, or asked
   */
  record Rotated(long fromId, long toId, String reason) {}

  /** Tells how far the audit log is, and that all of it is on the disk. */
  @FunctionalInterface
  interface MarkSource {
    /** Null when there is no log. */
    AuditMark mark() throws IOException;
  }

  private StoredKeyRing(
      RingFile file,
      KeyAccess master,
      RotationPolicy policy,
      InstantSource clock,
      SecureRandom random) {
    this.file = file;
    this.master = master;
    this.policy = policy;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Opens the ring, or makes it with a first key.
   *
   * @param path of the ring's file; its folder is there
   * @param master closed with this
   * @param lanes made for each time the ring is read or written, and closed
   */
  static StoredKeyRing open(
      Path path,
      KeyAccess master,
      Supplier<Lanes> lanes,
      RotationPolicy policy,
      InstantSource clock,
      SecureRandom random)
      throws IOException {
    RingFile file = new RingFile(path, master, lanes, random);
    StoredKeyRing ring = new StoredKeyRing(file, master, policy, clock, random);
    file.locked(() -> {
      if (file.exists()) {
        ring.load();
      } else {
        ring.store(
            new RingContent(
                1, AuditMark.NONE, AesKey.random(random), List.of(ring.newKey(KeyState.PRIMARY))));
      }
    });
    return ring;
  }

  private RingKey newKey(KeyState state) {
    long nowMs = clock.millis();
    long id = random.nextLong();
    return new RingKey(
        id == KeyIds.NONE ? 1 : id, state, nowMs, 0, nowMs, 0, 0, AesKey.random(random));
  }

  private void load() throws IOException {
    Object readStamp = file.stamp();
    RingContent read = file.read();
    RingContent before = content;
    adopt(before == null ? read : sharingKeys(read, before), readStamp);
    if (before != null) {
      before.closeBut(content);
    }
  }

  /** The same content with the keys that are open already: somebody may be using them. */
  private static RingContent sharingKeys(RingContent read, RingContent before) {
    List<RingKey> keys = new ArrayList<>();
    for (RingKey key : read.keys()) {
      RingKey known = before.find(key.id());
      if (known != null && known.key() != null && key.key() != null) {
        key.key().close();
        keys.add(
            new RingKey(
                key.id(),
                key.state(),
                key.createdMs(),
                key.firstUsedMs(),
                key.changedMs(),
                key.messages(),
                key.bytes(),
                known.key()));
      } else {
        keys.add(key);
      }
    }
    return new RingContent(read.generation(), read.audit(), read.auditKey(), keys);
  }

  private void store(RingContent next) throws IOException {
    AuditMark mark = auditMark.mark();
    RingContent marked = mark == null ? next : next.with(mark);
    file.write(marked);
    RingContent before = content;
    adopt(marked, file.stamp());
    if (before != null) {
      before.closeBut(marked);
    }
  }

  private void adopt(RingContent next, Object nextStamp) {
    boolean samePrimary =
        content != null
            && content.primary() != null
            && content.primary().id() == next.primary().id();
    content = next;
    stamp = nextStamp;
    if (!samePrimary) {
      usedMessages = next.primary().messages();
      usedBytes = next.primary().bytes();
    }
  }

  /** Applies a change to the newest content, on the disk and here. */
  private synchronized void change(UnaryOperator<RingContent> change) throws IOException {
    Uninterrupted.run(() -> file.locked(() -> apply(change)));
  }

  private void apply(UnaryOperator<RingContent> change) throws IOException {
    if (!file.stamp().equals(stamp)) {
      load();
    }
    RingContent next = change.apply(content);
    if (next != content) {
      store(next);
    }
  }

  /** Where the audit log tells how far it is, whenever the ring is written. */
  void markAudit(MarkSource where) {
    auditMark = where;
  }

  synchronized RingContent content() {
    return content;
  }

  /**
   * A rotation that {@link #forSealing} made by itself since this was asked last; null for none.
   */
  synchronized Rotated takeAutomaticRotation() {
    Rotated taken = lastAutomatic;
    lastAutomatic = null;
    return taken;
  }

  /** Whether the ring has no room for the key that would be next. */
  synchronized boolean isFull() {
    return content.live() >= policy.keysMax();
  }

  @Override
  public synchronized WrappingKey forSealing() throws IOException {
    if (!file.stamp().equals(stamp)) {
      load();
    }
    RingKey primary = content.primary();
    long nowMs = clock.millis();
    String reason = policy.reasonToRotate(primary.firstUsedMs(), usedMessages, usedBytes, nowMs);
    if (reason != null && !isFull()) {
      lastAutomatic = rotate(reason);
      primary = content.primary();
    }
    usedMessages++;
    if (primary.firstUsedMs() == 0 || usedMessages > primary.messages()) {
      reserve(nowMs);
      primary = content.primary();
    }
    return new WrappingKey(KeyKind.RING, primary.id(), NO_PARAMETERS, primary.key());
  }

  @Override
  public synchronized void sealed(WrappingKey key, long bytes) throws IOException {
    if (key.keyId() == content.primary().id()) {
      usedBytes += bytes;
      if (usedBytes > content.primary().bytes()) {
        reserve(clock.millis());
      }
    }
  }

  /** Writes down more use than there is yet. */
  private void reserve(long nowMs) throws IOException {
    change(now -> {
      List<RingKey> keys = new ArrayList<>(now.keys());
      RingKey primary = now.primary();
      long messagesUpTo = Math.max(primary.messages(), usedMessages + policy.messagesStep());
      long bytesUpTo = Math.max(primary.bytes(), usedBytes + policy.bytesStep());
      keys.replaceAll(
          key -> key.id() == primary.id() ? key.used(nowMs, messagesUpTo, bytesUpTo) : key);
      return now.next(keys);
    });
  }

  @Override
  public synchronized WrappingKey forOpening(ContainerHeader header) throws IOException {
    if (header.kind() != KeyKind.RING) {
      throw new KeyUnavailableException(
          header.kind() == KeyKind.PASSPHRASE
              ? "sealed with a passphrase: give it"
              : "sealed with key " + KeyIds.text(header.keyId()) + " of a key file");
    }
    RingKey key = content.find(header.keyId());
    if (key == null && !file.stamp().equals(stamp)) {
      load();
      key = content.find(header.keyId());
    }
    if (key == null || !key.isLive()) {
      throw new KeyUnavailableException(
          "sealed with key "
              + KeyIds.text(header.keyId())
              + (key == null ? ", which is not of this ring" : ", which was destroyed"));
    }
    return new WrappingKey(KeyKind.RING, key.id(), NO_PARAMETERS, key.key());
  }

  /**
   * Goes over to a new key; the former one opens what it has sealed.
   *
   * @param reason for the audit log
   * @throws IOException when the ring is full, or cannot be written: the former key seals on then
   */
  synchronized Rotated rotate(String reason) throws IOException {
    long[] ids = new long[2];
    change(now -> {
      if (now.live() >= policy.keysMax()) {
        throw new IllegalStateException(
            "expected room in the ring, actual "
                + now.live()
                + " of "
                + policy.keysMax()
                + " keys: re-encrypt what the oldest have sealed, and destroy them");
      }
      RingKey fresh = newKey(KeyState.PRIMARY);
      ids[0] = now.primary().id();
      ids[1] = fresh.id();
      List<RingKey> keys = new ArrayList<>(now.keys());
      keys.replaceAll(key ->
          key.state() == KeyState.PRIMARY ? key.in(KeyState.DECRYPT_ONLY, clock.millis()) : key);
      keys.add(fresh);
      return now.next(keys);
    });
    return new Rotated(ids[0], ids[1], reason);
  }

  /**
   * Destroys a key: what it has sealed stays sealed forever.
   *
   * @throws IllegalArgumentException when there is no such key, or it is the one that seals
   */
  synchronized void destroy(long id) throws IOException {
    change(now -> {
      RingKey key = now.find(id);
      if (key == null || key.state() != KeyState.DECRYPT_ONLY) {
        throw new IllegalArgumentException(
            "expected a decrypt-only key of the ring, actual "
                + KeyIds.text(id)
                + (key == null ? ", which it does not have" : ", which is " + key.state()));
      }
      List<RingKey> keys = new ArrayList<>(now.keys());
      keys.replaceAll(
          other -> other.id() == id ? other.in(KeyState.DESTROYED, clock.millis()) : other);
      return now.next(keys);
    });
  }

  /** Writes the ring once more, with where the audit log is now. */
  synchronized void checkpoint() throws IOException {
    change(now -> now.next(now.keys()));
  }

  /**
   * As {@link #checkpoint()}, for who cannot wait.
   *
   * @param waitNs for others that change it
   * @throws IOException when they do not end, or it cannot be written
   */
  synchronized void checkpoint(long waitNs) throws IOException {
    Uninterrupted.run(() -> file.locked(waitNs, () -> apply(now -> now.next(now.keys()))));
  }

  @Override
  public synchronized void close() {
    for (RingKey key : content.keys()) {
      if (key.key() != null) {
        key.key().close();
      }
    }
    content.auditKey().close();
    master.close();
  }
}
