package io.machinenative.axiom.plugins.backup.keys;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104, FIPS 198-1) over the JDK's SHA-256, which runs on the CPU's SHA
 * instructions where there are any: 1.6 GB/s instead of the 0.4 of hashes that are written in Java.
 *
 * <p>Belongs to the thread that uses it. Owns a copy of the key, which {@link #close} wipes, and 32
 * KiB through which memory off the heap comes to the hash. Allocates 32 bytes a call.
 */
public final class KeyedHash implements AutoCloseable {
  public static final int HASH_BYTES = 32;

  private static final int BLOCK_BYTES = 64;
  private static final int STEP_BYTES = 32 << 10;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5C;

  private final MessageDigest digest;
  private final byte[] inner;
  private final byte[] outer;
  private final byte[] step = new byte[STEP_BYTES];

  /**
   * @param key 1 to 64 bytes; copied
   */
  public KeyedHash(byte[] key) {
    if (key.length < 1 || key.length > BLOCK_BYTES) {
      throw new IllegalArgumentException("expected a key of 1 to 64 bytes, actual " + key.length);
    }
    digest = sha256();
    inner = pad(key, INNER);
    outer = pad(key, OUTER);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected a JDK that has SHA-256", e);
    }
  }

  private static byte[] pad(byte[] key, byte with) {
    byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
    for (int i = 0; i < BLOCK_BYTES; i++) {
      block[i] ^= with;
    }
    return block;
  }

  /** The hash of an array. */
  public byte[] hash(byte[] content) {
    begin();
    update(content, 0, content.length);
    return finish();
  }

  /** The hash of a segment, on the heap or off it. */
  public byte[] hash(MemorySegment content) {
    begin();
    long length = content.byteSize();
    for (long done = 0; done < length; done += STEP_BYTES) {
      int bytes = (int) Math.min(STEP_BYTES, length - done);
      MemorySegment.copy(content, ValueLayout.JAVA_BYTE, done, step, 0, bytes);
      update(step, 0, bytes);
    }
    return finish();
  }

  /** Begins a hash of which the content comes in parts; what was begun before is forgotten. */
  public void begin() {
    digest.reset();
    digest.update(inner);
  }

  /** The next part. */
  public void update(byte[] content, int offset, int length) {
    digest.update(content, offset, length);
  }

  /** The hash of all parts. */
  public byte[] finish() {
    byte[] hash = new byte[HASH_BYTES];
    try {
      digest.digest(hash, 0, HASH_BYTES);
      digest.update(outer);
      digest.update(hash);
      digest.digest(hash, 0, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("expected 32 bytes to take a SHA-256", e);
    }
    return hash;
  }

  /** Wipes the key. */
  @Override
  public void close() {
    Arrays.fill(inner, (byte) 0);
    Arrays.fill(outer, (byte) 0);
    Arrays.fill(step, (byte) 0);
  }
}
