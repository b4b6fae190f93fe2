package io.machinenative.axiom.engine.registry.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.machinenative.axiom.engine.registry.image.ImageReader;
import io.machinenative.axiom.engine.registry.image.ImageWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** The words of records, in order, so that those are found that begin in some way. One thread. */
final class WordPostings {
  private final ValuePostings postings = new ValuePostings();
  private final SortedInts order = new SortedInts();

  /** Adds without the order, which {@link #sort} makes afterwards. */
  void append(Words words, int ordinal) {
    for (int i = 0; i < words.count(); i++) {
      postings.add(words.bytes(), words.offset(i), words.length(i), ordinal);
    }
  }

  /** Puts all words in order. */
  void sort(Optional<ThreadFactory> threads) {
    Texts texts = postings.values();
    int[] numbers = new int[texts.count()];
    int count = 0;
    for (int word = 0; word < texts.end(); word++) {
      if (postings.isUsed(word)) {
        numbers[count++] = word;
      }
    }
    TextSort.Source source =
        new TextSort.Source() {
          @Override
          public long chunk(int word, int depth) {
            return texts.chunk(word, depth * Long.BYTES);
          }

          @Override
          public int compare(int left, int right) {
            return texts.compare(left, right);
          }
        };
    TextSort.sort(numbers, source, threads);
    order.load(numbers, count);
  }

  /** A record has those words that are not among others. */
  void add(Words words, Words others, int ordinal) {
    Texts texts = postings.values();
    for (int i = 0; i < words.count(); i++) {
      int offset = words.offset(i);
      int length = words.length(i);
      if (!others.has(words.bytes(), offset, length)) {
        boolean isNew = texts.find(words.bytes(), offset, length) == Texts.NONE;
        int word = postings.add(words.bytes(), offset, length, ordinal);
        if (isNew) {
          order.add(word, other -> texts.compare(word, other));
        }
      }
    }
  }

  /** A record has those words no more that are not among others. */
  void remove(Words words, Words others, int ordinal) {
    Texts texts = postings.values();
    for (int i = 0; i < words.count(); i++) {
      int offset = words.offset(i);
      int length = words.length(i);
      if (!others.has(words.bytes(), offset, length)) {
        int word = texts.find(words.bytes(), offset, length);
        if (word != Texts.NONE) {
          remove(word, ordinal);
        }
      }
    }
  }

  /** While the text is there still, its place is found by it. */
  private void remove(int word, int ordinal) {
    Posting posting = postings.of(word);
    if (posting.count() == 1 && posting.contains(ordinal)) {
      Texts texts = postings.values();
      order.remove(word, other -> texts.compare(word, other));
    }
    postings.remove(word, ordinal);
  }

  /** Takes a record out of all words. */
  void removeEverywhere(int ordinal) {
    for (int word = 0; word < postings.values().end(); word++) {
      if (postings.isUsed(word)) {
        remove(word, ordinal);
      }
    }
  }

  /** The postings of the words that begin so. */
  List<Posting> beginningWith(String prefix) {
    byte[] bytes = prefix.getBytes(UTF_8);
    Texts texts = postings.values();
    List<Posting> found = new ArrayList<>();
    long at = order.ceiling(word -> -texts.compare(word, bytes));
    while (at != SortedInts.NOWHERE && texts.startsWith(order.get(at), bytes)) {
      found.add(postings.of(order.get(at)));
      at = order.next(at);
    }
    return found;
  }

  void write(ImageWriter image) throws IOException {
    postings.write(image);
    order.write(image);
  }

  /** In place of what is here. */
  void read(ImageReader image) throws IOException {
    postings.read(image);
    order.read(image);
  }
}
