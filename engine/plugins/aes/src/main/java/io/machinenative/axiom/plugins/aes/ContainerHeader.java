package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.natives.aes.ForgedStreamException;
import io.machinenative.axiom.plugins.files.ByteChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What a container begins with, version 1; docs/aes-container.md draws it. Numbers are big-endian.
 *
 * <pre>
 *   binding: never changes, and is authenticated by every chunk
 *    0  8  magic "AXSEAL\r\n"
 *    8  1  version 1
 *    9  1  algorithm 1: AES-256-GCM, chunks as in Tink's AES-GCM-HKDF with SHA-256
 *   10  1  chunk length, as a power of two: 12 to 24
 *   11  5  zeros
 *   16 16  container id
 *   envelope: changes with the wrapping key, and is authenticated by the wrapped key's tag
 *   32  1  kind of the wrapping key
 *   33  1  zero
 *   34  2  length of the parameters, P: 0, or 28 for passphrases
 *   36  8  key id
 *   44  P  parameters
 *    .. 32  salt
 *    .. 48  data key, wrapped: 32 bytes and a tag of 16
 * </pre>
 *
 * <p>Immutable, as long as nobody writes to its arrays.
 */
record ContainerHeader(
    int chunkLog,
    byte[] containerId,
    KeyKind kind,
    long keyId,
    byte[] parameters,
    byte[] salt,
    byte[] wrappedKey) {
  static final int MIN_CHUNK_LOG = 12;
  static final int MAX_CHUNK_LOG = 24;
  static final int SALT_BYTES = 32;
  static final int WRAPPED_BYTES = 48;

  private static final byte[] MAGIC = "AXSEAL\r\n".getBytes(US_ASCII);
  private static final byte VERSION = 1;
  private static final byte ALGORITHM = 1;
  private static final int ID_BYTES = 16;
  private static final int BINDING_BYTES = 32;
  private static final int ENVELOPE_BYTES = 12;

  /** Of a header for a new container, whose data key is not wrapped yet. */
  static ContainerHeader create(int chunkLog, WrappingKey key, SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new ContainerHeader(
            chunkLog, id, key.kind(), key.keyId(), key.parameters(), new byte[0], new byte[0])
        .wrappedBy(key, random);
  }

  /** The same container under another wrapping key, whose data key is not wrapped yet. */
  ContainerHeader wrappedBy(WrappingKey key, SecureRandom random) {
    byte[] newSalt = new byte[SALT_BYTES];
    random.nextBytes(newSalt);
    return new ContainerHeader(
        chunkLog,
        containerId,
        key.kind(),
        key.keyId(),
        key.parameters(),
        newSalt,
        new byte[WRAPPED_BYTES]);
  }

  ContainerHeader withWrappedKey(byte[] wrapped) {
    return new ContainerHeader(chunkLog, containerId, kind, keyId, parameters, salt, wrapped);
  }

  int chunkBytes() {
    return 1 << chunkLog;
  }

  /** Bytes of the whole header. */
  int bytes() {
    return BINDING_BYTES + ENVELOPE_BYTES + parameters.length + SALT_BYTES + WRAPPED_BYTES;
  }

  /** What every chunk authenticates. */
  byte[] binding() {
    return Arrays.copyOf(encode(), BINDING_BYTES);
  }

  /** What the wrapped key's tag authenticates: all that is before it. */
  byte[] beforeWrappedKey() {
    byte[] all = encode();
    return Arrays.copyOf(all, all.length - WRAPPED_BYTES);
  }

  byte[] encode() {
    ByteBuffer header = ByteBuffer.allocate(bytes());
    header.put(MAGIC).put(VERSION).put(ALGORITHM).put((byte) chunkLog);
    header.position(BINDING_BYTES - ID_BYTES).put(containerId);
    header.put((byte) kind.code()).put((byte) 0).putShort((short) parameters.length);
    header.putLong(keyId).put(parameters).put(salt).put(wrappedKey);
    assert !header.hasRemaining() : header;
    return header.array();
  }

  /** Whether some bytes may be the beginning of a container. */
  static boolean isMagic(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads a header, and no byte beyond it.
   *
   * @throws ForgedStreamException when there is none, or one of another version; nothing is known
   *     to be genuine yet
   */
  static ContainerHeader read(ReadableByteChannel in) throws IOException {
    ByteBuffer start = fill(in, BINDING_BYTES + ENVELOPE_BYTES);
    if (!isMagic(start.array())) {
      throw new ForgedStreamException("expected a sealed container, actual something else");
    }
    int version = start.get(8);
    int algorithm = start.get(9);
    if (version != VERSION || algorithm != ALGORITHM) {
      throw new ForgedStreamException(
          "expected version 1 and algorithm 1, actual " + version + " and " + algorithm);
    }
    int chunkLog = start.get(10);
    KeyKind kind = KeyKind.of(start.get(32));
    int parameterBytes = start.getShort(34);
    boolean reserved =
        start.get(11) == 0 && start.getInt(12) == 0 && start.get(33) == 0 && kind != null;
    if (!reserved || chunkLog < MIN_CHUNK_LOG || chunkLog > MAX_CHUNK_LOG) {
      throw new ForgedStreamException("the header contradicts itself");
    }
    int expected = kind == KeyKind.PASSPHRASE ? Argon2Cost.BYTES : 0;
    if (parameterBytes != expected) {
      throw new ForgedStreamException(
          "expected " + expected + " bytes of parameters, actual " + parameterBytes);
    }
    byte[] parameters = fill(in, parameterBytes).array();
    byte[] salt = fill(in, SALT_BYTES).array();
    byte[] wrapped = fill(in, WRAPPED_BYTES).array();
    byte[] id = Arrays.copyOfRange(start.array(), BINDING_BYTES - ID_BYTES, BINDING_BYTES);
    return new ContainerHeader(chunkLog, id, kind, start.getLong(36), parameters, salt, wrapped);
  }

  private static ByteBuffer fill(ReadableByteChannel in, int bytes) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(bytes);
    if (ByteChannels.read(in, part) < bytes) {
      throw new ForgedStreamException("the container ends within its header");
    }
    return part;
  }
}
