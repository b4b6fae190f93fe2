package io.machinenative.axiom.plugins.zstd;

/**
 * How hard to compress one file.
 *
 * @param level as {@link io.machinenative.axiom.natives.zstd.ZstdSettings} has it
 * @param measured whether each chunk is sampled first, and stored when it is not compressible
 * @param reason for people: what led to it
 */
public record LevelChoice(int level, boolean measured, String reason) {
  /**
   * What is not compressible: 128 KiB below zero. zstd looks for repetitions in great strides then,
   * finds none, and writes blocks as they are.
   */
  static final int STORE = io.machinenative.axiom.natives.zstd.ZstdSettings.MIN_LEVEL;

  /** What was asked for. */
  static LevelChoice fixed(int level) {
    return new LevelChoice(level, false, "as asked for");
  }
}
