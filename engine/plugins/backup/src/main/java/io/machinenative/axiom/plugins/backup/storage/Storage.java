package io.machinenative.axiom.plugins.backup.storage;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Where a repository's files are: a flat space of names {@code FOLDER/ID}, and files that are
 * written once and whole. A directory is one; an object store can be another.
 *
 * <p>Any thread may call any method. What {@link #put} and {@link #delete} did when they return
 * outlives the process and the power.
 */
public interface Storage extends AutoCloseable {
  /** Content off the heap that begins on a multiple of it may be written with a copy less. */
  int PAGE_BYTES = 4096;

  /** Told of a file by {@link #list}. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param name without the folder
     */
    void visit(String name, long bytes) throws IOException;
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param content borrowed until this returns
   * @throws java.nio.file.FileAlreadyExistsException when the name is taken; nothing changed
   */
  void put(String name, MemorySegment content) throws IOException;

  /** The same, but a file of that name gives way at once: its readers see the old or the new. */
  void replace(String name, MemorySegment content) throws IOException;

  /**
   * How long a file is.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  long size(String name) throws IOException;

  /**
   * Reads a part of a file.
   *
   * @param destination off the heap; filled whole
   * @throws java.nio.file.NoSuchFileException when there is none
   * @throws java.io.EOFException when the file ends before
   */
  void read(String name, long offset, MemorySegment destination) throws IOException;

  /**
   * Reads a file.
   *
   * @param maxBytes one that is longer is refused
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  byte[] readAll(String name, int maxBytes) throws IOException;

  /** Names all files of a folder, in no order; none when there is no such folder. */
  void list(String folder, Visitor visitor) throws IOException;

  /** Removes a file; one that is not there is no error. */
  void delete(String name) throws IOException;

  /** Removes what crashed writers left; only for who is alone in the repository. */
  void clean() throws IOException;

  /** Where it is, for people. */
  String location();

  @Override
  void close() throws IOException;
}
