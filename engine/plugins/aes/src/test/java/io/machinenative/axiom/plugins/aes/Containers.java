package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.plugins.files.ChunkPipeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;

/** Containers in arrays, for tests. */
final class Containers {
  static final SecureRandom RANDOM = new SecureRandom();
  static final byte[] NO_AAD = {};

  private Containers() {}

  static Lanes lanes(int threads) {
    return new Lanes(Arena::ofShared, Thread.ofPlatform().daemon().factory(), threads);
  }

  static byte[] content(long seed, int bytes) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }

  static KeyFileAccess key(int first) {
    byte[] key = new byte[AesKey.KEY_BYTES];
    key[0] = (byte) first;
    return new KeyFileAccess(List.of(AesKey.of(key)));
  }

  static byte[] seal(KeyAccess keys, Lanes lanes, int chunkLog, byte[] content, byte[] aad)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ContainerSealer(lanes, RANDOM)
        .seal(
            keys,
            aad,
            chunkLog,
            Channels.newChannel(new ByteArrayInputStream(content)),
            Channels.newChannel(out),
            ChunkPipeline.Progress.NONE);
    return out.toByteArray();
  }

  static byte[] open(KeyAccess keys, Lanes lanes, byte[] container, byte[] aad) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ContainerOpener(lanes)
        .open(
            keys,
            aad,
            Channels.newChannel(new ByteArrayInputStream(container)),
            Channels.newChannel(out),
            ChunkPipeline.Progress.NONE);
    return out.toByteArray();
  }
}
