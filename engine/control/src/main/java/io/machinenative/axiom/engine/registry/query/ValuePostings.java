package io.machinenative.axiom.engine.registry.query;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.IntArrayList;

/**
 * The values of a field, and the records that have each. A value that one record has costs a
 * number; a {@link Posting} is made when there are two. For one thread.
 */
final class ValuePostings {
  private static final int NOBODY = Integer.MIN_VALUE;

  private final Texts values = new Texts();
  private final List<Posting> postings = new ArrayList<>();
  private final IntArrayList free = new IntArrayList();

  /** By value: {@link #NOBODY}, the only ordinal, or below zero the complement of a posting. */
  private int[] places = new int[0];

  /**
   * A record has a value; nothing happens when it is known.
   *
   * @return the value's number
   */
  int add(byte[] bytes, int offset, int length, int ordinal) {
    int value = values.add(bytes, offset, length);
    if (value >= places.length) {
      int before = places.length;
      places = Arrays.copyOf(places, Math.max(16, value + (value >> 1)));
      Arrays.fill(places, before, places.length, NOBODY);
    }
    int place = places[value];
    if (place == NOBODY) {
      places[value] = ordinal;
    } else if (place < 0) {
      postings.get(~place).add(ordinal);
    } else if (place != ordinal) {
      share(value, place, ordinal);
    }
    return value;
  }

  private void share(int value, int first, int second) {
    Posting posting = Posting.of(first);
    posting.add(second);
    if (free.isEmpty()) {
      places[value] = ~postings.size();
      postings.add(posting);
    } else {
      int at = free.popInt();
      places[value] = ~at;
      postings.set(at, posting);
    }
  }

  /** A record does not have a value any more; nothing happens when it had not. */
  void remove(byte[] bytes, int offset, int length, int ordinal) {
    int value = values.find(bytes, offset, length);
    if (value != Texts.NONE) {
      remove(value, ordinal);
    }
  }

  /**
   * The same, of a value that there is.
   *
   * @return whether that was the last record that had it, so that its number is free
   */
  boolean remove(int value, int ordinal) {
    int place = places[value];
    if (place == ordinal) {
      places[value] = NOBODY;
      values.remove(value);
      return true;
    }
    if (place >= 0 || place == NOBODY) {
      return false;
    }
    Posting posting = postings.get(~place);
    posting.remove(ordinal);
    if (posting.count() > 0) {
      return false;
    }
    postings.set(~place, null);
    free.addInt(~place);
    places[value] = NOBODY;
    values.remove(value);
    return true;
  }

  /** Takes a record out of all values, one after the other. */
  void removeEverywhere(int ordinal) {
    for (int value = 0; value < values.end(); value++) {
      remove(value, ordinal);
    }
  }

  /** The records that have a value; null when nobody has. */
  Posting find(String text) {
    int value = values.find(text);
    return value == Texts.NONE ? null : of(value);
  }

  /** The records that have the value of a number that is in use. */
  Posting of(int value) {
    int place = places[value];
    return place < 0 ? postings.get(~place) : Posting.of(place);
  }

  /** Whether somebody has the value of a number. */
  boolean isUsed(int value) {
    return places[value] != NOBODY;
  }

  Texts values() {
    return values;
  }

  void write(ImageWriter image) throws IOException {
    values.write(image);
    image.ints(places, values.end());
    image.number(postings.size());
    image.number(free.size());
    image.ints(free.toIntArray(), free.size());
    for (Posting posting : postings) {
      (posting == null ? new Posting() : posting).write(image);
    }
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    values.read(image);
    places = image.ints(values.end(), values.end());
    int count = image.number();
    int freeCount = image.number();
    free.clear();
    for (int place : image.ints(freeCount, freeCount)) {
      free.addInt(place);
    }
    postings.clear();
    for (int i = 0; i < count; i++) {
      Posting posting = new Posting();
      posting.read(image);
      postings.add(posting);
    }
    free.forEachInt(place -> postings.set(place, null));
  }
}
