package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages with key ids: what a receiver is told of each kind of message, and how keys rotate. */
class MessageCipherTest {
  private static final int OLD = 7;
  private static final int NEW = 0xfedc_ba98;
  private static final byte[] TEXT = "a message of some length".getBytes(StandardCharsets.UTF_8);

  private final Arena arena = Arena.ofConfined();
  private final KeyRing ring = new KeyRing();
  private final MessageCipher cipher = new MessageCipher(ring);
  private final MemorySegment aad = arena.allocateFrom("to whom it concerns");
  private final MemorySegment opened = arena.allocate(TEXT.length);

  @BeforeEach
  void addAKey() {
    ring.add(OLD, key(1), NonceSequence.inMemory(0x01020304, 1000));
    ring.activate(OLD);
  }

  @AfterEach
  void close() {
    cipher.close();
    ring.close();
    arena.close();
  }

  private static AesKey key(int fill) {
    byte[] key = new byte[AesKey.KEY_BYTES];
    Arrays.fill(key, (byte) fill);
    return AesKey.of(key);
  }

  private MemorySegment seal() {
    MemorySegment message = arena.allocate(TEXT.length + (long) MessageCipher.OVERHEAD_BYTES);
    MemorySegment plaintext = message.asSlice(MessageCipher.PLAINTEXT_OFFSET, TEXT.length);
    plaintext.copyFrom(MemorySegment.ofArray(TEXT));
    assertEquals(message.byteSize(), cipher.seal(plaintext, aad, message));
    return message;
  }

  private void opens(MemorySegment message) {
    assertEquals(TEXT.length, cipher.open(message, aad, opened));
    assertArrayEquals(TEXT, opened.toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void beginsWithFormatKeyIdAndNonce() {
    ring.add(NEW, key(2), NonceSequence.inMemory(0x0a0b0c0d, 1000));
    ring.activate(NEW);
    seal();
    byte[] second = seal().toArray(ValueLayout.JAVA_BYTE);
    byte[] start = {1, (byte) 0xfe, (byte) 0xdc, (byte) 0xba, (byte) 0x98};
    byte[] nonce = {0x0a, 0x0b, 0x0c, 0x0d, 0, 0, 0, 0, 0, 0, 0, 1};
    assertArrayEquals(start, Arrays.copyOf(second, 5));
    assertArrayEquals(nonce, Arrays.copyOfRange(second, 5, 17));
  }

  @Test
  void rotatesKeysAndKeepsOldMessagesReadable() {
    MemorySegment old = seal();
    ring.add(NEW, key(2), NonceSequence.inMemory(1, 1000));
    opens(old);
    ring.activate(NEW);
    opens(old);
    MemorySegment young = seal();
    opens(young);
    ring.retire(OLD);
    opens(young);
    assertEquals(MessageCipher.UNKNOWN_KEY, cipher.open(old, aad, opened));
    assertEquals(List.of(NEW), ring.ids());
  }

  @Test
  void tellsWhatIsWrongWithAMessage() {
    MemorySegment message = seal();
    for (long bytes = 0; bytes < MessageCipher.OVERHEAD_BYTES; bytes++) {
      assertEquals(MessageCipher.TRUNCATED, cipher.open(message.asSlice(0, bytes), aad, opened));
    }
    MemorySegment shorter = message.asSlice(0, message.byteSize() - 1);
    assertEquals(MessageCipher.TAG_MISMATCH, cipher.open(shorter, aad, opened.asSlice(1)));
    message.set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
    assertEquals(MessageCipher.FOREIGN_FORMAT, cipher.open(message, aad, opened));
    message.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    message.set(ValueLayout.JAVA_BYTE, 4, (byte) 8);
    assertEquals(MessageCipher.UNKNOWN_KEY, cipher.open(message, aad, opened));
    message.set(ValueLayout.JAVA_BYTE, 4, (byte) OLD);
    opens(message);
  }

  @Test
  void refusesToSealWithoutAKeyOrInTheWrongSize() {
    MemorySegment message = arena.allocate(50);
    assertThrows(
        IllegalArgumentException.class, () -> cipher.seal(arena.allocate(16), aad, message));
    assertThrows(IllegalArgumentException.class, () -> cipher.open(seal(), aad, arena.allocate(1)));
    assertThrows(IllegalArgumentException.class, () -> ring.retire(OLD));
    assertThrows(IllegalArgumentException.class, () -> ring.retire(1234));
    assertThrows(IllegalArgumentException.class, () -> ring.activate(1234));
    ring.addForOpening(9, key(9));
    assertThrows(IllegalArgumentException.class, () -> ring.activate(9));
    try (AesKey again = key(1)) {
      assertThrows(IllegalArgumentException.class, () -> ring.addForOpening(OLD, again));
    }
    ring.close();
    assertThrows(IllegalStateException.class, () -> cipher.seal(arena.allocate(17), aad, message));
  }

  @Test
  void saysWhenAKeyHasSealedAllItMay() {
    ring.add(NEW, key(2), NonceSequence.inMemory(1, 100));
    ring.activate(NEW);
    for (int i = 0; i < 100; i++) {
      seal();
    }
    MemorySegment message = arena.allocate(TEXT.length + (long) MessageCipher.OVERHEAD_BYTES);
    assertEquals(MessageCipher.KEY_EXHAUSTED, cipher.seal(opened, aad, message));
    assertEquals(MessageCipher.KEY_EXHAUSTED, cipher.seal(opened, aad, message));
    ring.activate(OLD);
    seal();
  }

  @Test
  void sealsAndOpensInAgronasBuffers() {
    BufferCipher buffers = new BufferCipher(cipher);
    UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(200));
    UnsafeBuffer to = new UnsafeBuffer(ByteBuffer.allocateDirect(3));
    int offset = 11;
    buffer.putBytes(offset + MessageCipher.PLAINTEXT_OFFSET, TEXT);
    int messageBytes = TEXT.length + MessageCipher.OVERHEAD_BYTES;
    assertEquals(messageBytes, buffers.seal(buffer, offset, TEXT.length, to));
    assertEquals(TEXT.length, buffers.open(buffer, offset, messageBytes, to));
    byte[] plaintext = new byte[TEXT.length];
    buffer.getBytes(offset + MessageCipher.PLAINTEXT_OFFSET, plaintext);
    assertArrayEquals(TEXT, plaintext);
    assertEquals(MessageCipher.TRUNCATED, buffers.open(buffer, offset, 32, to));
    assertThrows(IndexOutOfBoundsException.class, () -> buffers.seal(buffer, 150, 18, to));
    assertThrows(IndexOutOfBoundsException.class, () -> buffers.seal(buffer, -1, 18, to));
    assertThrows(
        IllegalArgumentException.class,
        () -> buffers.seal(new UnsafeBuffer(new byte[100]), 0, 10, to));
  }

  @Test
  void wipesAForgeryInPlace() {
    MemorySegment message = seal();
    MemorySegment inPlace = message.asSlice(MessageCipher.PLAINTEXT_OFFSET, TEXT.length);
    message.set(ValueLayout.JAVA_BYTE, 20, (byte) ~message.get(ValueLayout.JAVA_BYTE, 20));
    assertEquals(MessageCipher.TAG_MISMATCH, cipher.open(message, aad, inPlace));
    assertArrayEquals(new byte[TEXT.length], inPlace.toArray(ValueLayout.JAVA_BYTE));
    assertTrue(cipher.open(seal(), aad, opened) > 0);
  }

  @Test
  void sealsAndOpensInPlaceWithinASegment() {
    MemorySegment memory = arena.allocate(200);
    int offset = 13;
    MemorySegment.copy(
        MemorySegment.ofArray(TEXT),
        0,
        memory,
        offset + (long) MessageCipher.PLAINTEXT_OFFSET,
        TEXT.length);
    long messageBytes = cipher.sealInPlace(memory, offset, TEXT.length, aad);
    assertEquals(TEXT.length + MessageCipher.OVERHEAD_BYTES, messageBytes);
    opens(memory.asSlice(offset, messageBytes));
    assertEquals(TEXT.length, cipher.openInPlace(memory, offset, messageBytes, aad));
    byte[] there =
        memory
            .asSlice(offset + (long) MessageCipher.PLAINTEXT_OFFSET, TEXT.length)
            .toArray(ValueLayout.JAVA_BYTE);
    assertArrayEquals(TEXT, there);
    assertThrows(IndexOutOfBoundsException.class, () -> cipher.sealInPlace(memory, 150, 18, aad));
    assertThrows(IndexOutOfBoundsException.class, () -> cipher.sealInPlace(memory, 0, -5, aad));
    assertThrows(IndexOutOfBoundsException.class, () -> cipher.openInPlace(memory, 190, 40, aad));
  }
}
