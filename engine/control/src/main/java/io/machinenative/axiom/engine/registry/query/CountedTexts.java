package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.util.Arrays;

/** Texts that are forgotten when nobody uses them any more. For one thread. */
final class CountedTexts {
  private final Texts texts = new Texts();
  private int[] uses = new int[16];

  /** One more uses a text; gives its number. */
  int take(byte[] source, int offset, int length) {
    int number = texts.add(source, offset, length);
    if (number >= uses.length) {
      uses = Arrays.copyOf(uses, number + (number >> 1) + 1);
    }
    uses[number]++;
    return number;
  }

  /** One less uses it. */
  void give(int number) {
    if (--uses[number] == 0) {
      texts.remove(number);
    }
  }

  /** Whether exactly one uses it. */
  boolean isNew(int number) {
    return uses[number] == 1;
  }

  Texts texts() {
    return texts;
  }

  void write(ImageWriter image) throws IOException {
    texts.write(image);
    image.ints(uses, Math.min(uses.length, texts.end()));
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    texts.read(image);
    uses = image.ints(texts.end(), Math.max(16, texts.end()));
  }
}
