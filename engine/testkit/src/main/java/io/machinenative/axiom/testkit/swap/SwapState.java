package io.machinenative.axiom.testkit.swap;

/**
 * What a folder of plugins holds of the plugin that is swapped.
 *
 * @param number of its version, above 0; 0: it is not there
 * @param previous number of the version that a roll back brings; 0: none
 * @param serves whether it is enabled
 */
record SwapState(int number, int previous, boolean serves) {
  static final SwapState NOTHING = new SwapState(0, 0, false);

  /** As a victim says it. */
  static SwapState parse(String text) {
    String[] words = text.split(" ");
    return new SwapState(
        Integer.parseInt(words[0]), Integer.parseInt(words[1]), Boolean.parseBoolean(words[2]));
  }

  /** After a version was put there, or in the place of this one. */
  SwapState installed(int next) {
    return new SwapState(next, number, true);
  }

  /** After a roll back. */
  SwapState rolledBack() {
    return new SwapState(previous, number, serves);
  }

  /** After it was disabled or enabled. */
  SwapState serving(boolean enabled) {
    return new SwapState(number, previous, enabled);
  }

  /** For {@link #parse}. */
  @Override
  public String toString() {
    return number + " " + previous + " " + serves;
  }
}
