package io.machinenative.axiom.plugins.backup.format;

import java.util.HexFormat;

/**
 * The name of a chunk: the first 20 bytes of the HMAC-SHA-256 of its content under a key of the
 * repository. Nobody without the key can tell which content it is of; two contents with one name
 * would take 2^80 attempts of somebody who has it.
 */
public final class ChunkId {
  public static final int BYTES = 20;

  private ChunkId() {}

  public static String text(byte[] id) {
    return HexFormat.of().formatHex(id);
  }
}
