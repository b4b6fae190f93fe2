package io.machinenative.axiom.natives.aes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.util.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our formats are Tink's: each opens what the other one has sealed. */
class TinkTest {
  private static final long SEED = 20_261_122;
  private static final int KEY_ID = 0x89ab_cdef;
  private static final byte[] AAD = {1, 2, 3, 4, 5, 6, 7};

  private final Random random = new Random(SEED);
  private final byte[] key = bytes(AesKey.KEY_BYTES);

  @BeforeAll
  static void register() throws GeneralSecurityException {
    AeadConfig.register();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private Aead tinkAead() throws GeneralSecurityException {
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(AesKey.KEY_BYTES)
            .setIvSizeBytes(AesGcm.NONCE_BYTES)
            .setTagSizeBytes(AesGcm.TAG_BYTES)
            .setVariant(AesGcmParameters.Variant.TINK)
            .build();
    AesGcmKey tinkKey =
        AesGcmKey.builder()
            .setParameters(parameters)
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .setIdRequirement(KEY_ID)
            .build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(tinkKey).makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  @Test
  void sealsMessagesForTinkAndBack() throws GeneralSecurityException {
    Aead tink = tinkAead();
    try (Arena arena = Arena.ofConfined();
        KeyRing ring = new KeyRing();
        MessageCipher cipher = new MessageCipher(ring)) {
      ring.add(KEY_ID, AesKey.of(key), NonceSequence.inMemory(5, 1000));
      ring.activate(KEY_ID);
      MemorySegment aad = arena.allocateFrom(ValueLayout.JAVA_BYTE, AAD);
      for (int bytes : new int[] {0, 1, 15, 16, 17, 1000, 5000}) {
        byte[] text = bytes(bytes);
        MemorySegment plaintext = arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
        MemorySegment message = arena.allocate(bytes + (long) MessageCipher.OVERHEAD_BYTES);
        cipher.seal(plaintext, aad, message);
        assertArrayEquals(text, tink.decrypt(message.toArray(ValueLayout.JAVA_BYTE), AAD));

        MemorySegment theirs = arena.allocateFrom(ValueLayout.JAVA_BYTE, tink.encrypt(text, AAD));
        MemorySegment opened = arena.allocate(bytes);
        assertEquals(bytes, cipher.open(theirs, aad, opened));
        assertArrayEquals(text, opened.toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        100_000,
        StreamFormat.SEGMENT_BYTES - 57,
        StreamFormat.SEGMENT_BYTES - 56,
        StreamFormat.SEGMENT_BYTES - 55,
        2 * StreamFormat.SEGMENT_BYTES - 56 - 16,
        2 * StreamFormat.SEGMENT_BYTES - 56 - 15,
        3_500_000
      })
  void sealsStreamsForTinkAndBack(int bytes) throws Exception {
    AesGcmHkdfStreaming tink =
        new AesGcmHkdfStreaming(key, "HmacSha256", AesKey.KEY_BYTES, StreamFormat.SEGMENT_BYTES, 0);
    byte[] text = bytes(bytes);
    try (AesKey aesKey = AesKey.of(key)) {
      ByteArrayOutputStream sealed = new ByteArrayOutputStream();
      new StreamSealer(aesKey, new SecureRandom())
          .seal(
              Channels.newChannel(new ByteArrayInputStream(text)),
              Channels.newChannel(sealed),
              AAD,
              done -> {});
      try (InputStream opened =
          tink.newDecryptingStream(new ByteArrayInputStream(sealed.toByteArray()), AAD)) {
        assertArrayEquals(text, opened.readAllBytes());
      }

      ByteArrayOutputStream theirs = new ByteArrayOutputStream();
      try (OutputStream stream = tink.newEncryptingStream(theirs, AAD)) {
        stream.write(text);
      }
      assertEquals(theirs.size(), sealed.size());
      ByteArrayOutputStream opened = new ByteArrayOutputStream();
      long done =
          new StreamOpener(List.of(aesKey))
              .open(
                  Channels.newChannel(new ByteArrayInputStream(theirs.toByteArray())),
                  Channels.newChannel(opened),
                  AAD,
                  at -> {});
      assertEquals(bytes, done);
      assertArrayEquals(text, opened.toByteArray());
    }
  }
}
