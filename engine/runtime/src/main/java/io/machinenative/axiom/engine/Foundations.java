package io.machinenative.axiom.engine;

import io.machinenative.axiom.engine.base.TreeRemoval;
import io.machinenative.axiom.engine.counters.EngineCounters;
import io.machinenative.axiom.engine.counters.ErrorRecorder;
import io.machinenative.axiom.engine.counters.EventLog;
import io.machinenative.axiom.natives.os.FreshMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.SystemUtil;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Counters and the error log, in memory or in the files {@code counters} and {@code errors} of the
 * data directory, which can be read while the engine runs and after it died.
 */
final class Foundations implements AutoCloseable {
  private final Optional<Path> directory;
  private final List<MappedByteBuffer> mapped = new ArrayList<>();
  private final EngineCounters counters;
  private final EventLog events = new EventLog(SystemEpochClock.INSTANCE);
  private final ErrorRecorder errors;
  private Path copies;
  private ScratchFolder scratch;

  private Foundations(Optional<Path> directory) {
    this.directory = directory;
    counters = new EngineCounters(buffer(directory, "counters", EngineCounters.BUFFER_BYTES));
    errors =
        new ErrorRecorder(
            buffer(directory, "errors", ErrorRecorder.BUFFER_BYTES),
            SystemEpochClock.INSTANCE,
            counters,
            events);
  }

  /**
   * A folder for private copies of plugins' jars, of which nothing is left that an engine had that
   * was killed.
   */
  synchronized Path pluginCopies() {
    try {
      if (copies == null) {
        Path folder = Files.createDirectories(home().resolve("plugin-copies"));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
          for (Path copy : left) {
            TreeRemoval.remove(copy);
          }
        }
        copies = folder;
      }
      return copies;
    } catch (IOException e) {
      throw new UncheckedIOException("copies of plugins cannot be written: " + e, e);
    }
  }

  /** Where the folders of plugins are. */
  synchronized Path pluginData() {
    try {
      return Files.createDirectories(home().resolve("plugin-data"));
    } catch (IOException e) {
      throw new UncheckedIOException("folders of plugins cannot be made: " + e, e);
    }
  }

  /** The data directory, or a temporary folder that goes with the engine. */
  private Path home() throws IOException {
    if (directory.isPresent()) {
      return directory.get();
    }
    if (scratch == null) {
      scratch = ScratchFolder.create(Path.of(SystemUtil.tmpDirName()));
    }
    return scratch.path();
  }

  static Foundations open(EngineOptions options) {
    return new Foundations(options.dataDirectory());
  }

  private UnsafeBuffer buffer(Optional<Path> directory, String name, int bytes) {
    if (directory.isEmpty()) {
      ByteBuffer memory = BufferUtil.allocateDirectAligned(bytes, 2 * BitUtil.CACHE_LINE_LENGTH);
      FreshMemory.giveBack(memory); // errors are few
      return new UnsafeBuffer(memory);
    }
    try {
      Files.createDirectories(directory.get());
      Path file = directory.get().resolve(name);
      Files.deleteIfExists(file);
      MappedByteBuffer memory = IoUtil.mapNewFile(file.toFile(), bytes);
      mapped.add(memory);
      return new UnsafeBuffer(memory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the data directory " + directory.get() + " cannot be written: " + e, e);
    }
  }

  EngineCounters counters() {
    return counters;
  }

  ErrorRecorder errors() {
    return errors;
  }

  /** What happened last, for people. */
  EventLog events() {
    return events;
  }

  /**
   * The files stay; their mappings go with the process, since a straggling tool may still count.
   */
  @Override
  public synchronized void close() {
    mapped.forEach(MappedByteBuffer::force);
    if (scratch != null) {
      try {
        scratch.close();
      } catch (IOException e) {
        errors.onError(e); // a straggling tool still writes there; the next process removes it
      }
    }
  }
}
