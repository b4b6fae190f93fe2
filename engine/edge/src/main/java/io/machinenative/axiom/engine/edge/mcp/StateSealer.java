package io.machinenative.axiom.engine.edge.mcp;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.KeyRing;
import io.machinenative.axiom.natives.aes.MessageCipher;
import io.machinenative.axiom.natives.aes.NonceSequence;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Seals what a client carries from one round of a request to the next, with AES-256-GCM: it can
 * neither read nor change it, nor bring it to another request. The key lives as long as the server:
 * after a restart a client begins anew.
 *
 * <p>Made by any thread, used and closed by the ingress thread; allocates.
 */
final class StateSealer implements AutoCloseable {
  private static final int KEY_ID = 1;
  private static final int LONGEST = 1 << 20;

  private final KeyRing ring = new KeyRing();
  private final MessageCipher cipher;

  StateSealer(SecureRandom random) {
    ring.add(
        KEY_ID,
        AesKey.random(random),
        NonceSequence.inMemory(random.nextInt(), NonceSequence.MESSAGES_MAX_DEFAULT));
    ring.activate(KEY_ID);
    cipher = new MessageCipher(ring);
  }

  /**
   * @param binding of the request that it belongs to
   */
  String seal(byte[] state, byte[] binding) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(state.length + (long) MessageCipher.OVERHEAD_BYTES);
      long sealed = cipher.seal(copy(arena, state), copy(arena, binding), message);
      if (sealed < 0) {
        throw new IllegalStateException("the key for request states is used up: restart");
      }
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(message.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /**
   * What was sealed, or null when it was not sealed here, was changed, or is of another request.
   */
  byte[] open(String sealed, byte[] binding) {
    byte[] message;
    try {
      message = sealed.length() > LONGEST ? null : Base64.getUrlDecoder().decode(sealed);
    } catch (IllegalArgumentException _) {
      return null;
    }
    if (message == null || message.length < MessageCipher.OVERHEAD_BYTES) {
      return null;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state =
          arena.allocate(Math.max(1, message.length - (long) MessageCipher.OVERHEAD_BYTES));
      MemorySegment exact = state.asSlice(0, message.length - (long) MessageCipher.OVERHEAD_BYTES);
      long opened = cipher.open(copy(arena, message), copy(arena, binding), exact);
      return opened < 0 ? null : exact.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static MemorySegment copy(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  @Override
  public void close() {
    cipher.close();
    ring.close();
  }
}
