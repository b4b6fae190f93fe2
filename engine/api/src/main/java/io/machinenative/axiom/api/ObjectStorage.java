package io.machinenative.axiom.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whole objects under names, far away or near: a service that a plugin may export and others use.
 * Any thread, many at once; every method waits.
 *
 * <p>A name has 1 to 1,024 bytes in UTF-8, its parts divided by {@code /}. An object is seen whole
 * or not at all; once a put has returned it is durable, and every later call sees it.
 */
public interface ObjectStorage {
  /**
   * An object's name and size.
   *
   * @param tag changes with the content; opaque, may be empty
   * @param modifiedMs since the epoch
   */
  record Entry(String name, long bytes, String tag, long modifiedMs) {
    public Entry {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(tag, "tag");
    }
  }

  /**
   * Stores an object, in the place of one that has its name.
   *
   * @param content from position to limit; borrowed, and its position is left alone
   * @throws IOException when it was not stored, or it is not known whether it was
   */
  void put(String name, ByteBuffer content) throws IOException;

  /**
   * Stores an object unless one has its name: of many that try at once, one succeeds.
   *
   * @return whether this call stored it
   * @throws IOException when it was not stored, or it is not known whether it was
   */
  boolean putIfAbsent(String name, ByteBuffer content) throws IOException;

  /** What is known of an object without its content; empty when there is none. */
  Optional<Entry> stat(String name) throws IOException;

  /**
   * Reads a part of an object.
   *
   * @param offset of the first byte
   * @param into is filled from its position to its limit, or to the object's end
   * @return the bytes read; less than asked for only at the object's end
   * @throws java.nio.file.NoSuchFileException when there is no such object
   */
  int read(String name, long offset, ByteBuffer into) throws IOException;

  /**
   * Tells all objects whose names begin with a prefix, in the order of their names' bytes, page by
   * page: memory stays flat.
   */
  void list(String prefix, Consumer<Entry> each) throws IOException;

  /**
   * Removes objects; those that are gone already are no error.
   *
   * @throws IOException names those that are left
   */
  void delete(Collection<String> names) throws IOException;
}
