package io.machinenative.axiom.plugins.backup.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files that were read last, kept open: a restore reads each pack a thousand times. Any thread.
 */
final class OpenFiles implements AutoCloseable {
  private final int mostIdle;
  private final Set<OpenOption> options;
  private final Map<Path, OpenFile> files = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /** A file and how many read it now; guarded by the lock of its owner. */
  static final class OpenFile {
    private final FileChannel channel;
    private int readers;
    private boolean dropped;

    private OpenFile(FileChannel channel) {
      this.channel = channel;
    }

    FileChannel channel() {
      return channel;
    }
  }

  /**
   * @param options to open them with
   */
  OpenFiles(int mostIdle, Set<OpenOption> options) {
    this.mostIdle = mostIdle;
    this.options = options;
  }

  /** Opens a file, or takes one that is open; {@link #release} gives it back. */
  synchronized OpenFile acquire(Path path) throws IOException {
    if (closed) {
      throw new IOException("expected an open storage, actual a closed one");
    }
    OpenFile file = files.get(path);
    if (file == null) {
      file = new OpenFile(FileChannel.open(path, options));
      files.put(path, file);
    }
    file.readers++;
    return file;
  }

  synchronized void release(OpenFile file) throws IOException {
    file.readers--;
    if (file.dropped && file.readers == 0) {
      file.channel.close();
    }
    for (Iterator<OpenFile> eldest = files.values().iterator();
        files.size() > mostIdle && eldest.hasNext(); ) {
      OpenFile candidate = eldest.next();
      if (candidate.readers == 0) {
        eldest.remove();
        candidate.channel.close();
      }
    }
  }

  /** Forgets a file that is going to be deleted or replaced; who reads it reads on. */
  synchronized void drop(Path path) throws IOException {
    OpenFile file = files.remove(path);
    if (file != null) {
      file.dropped = true;
      if (file.readers == 0) {
        file.channel.close();
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    List<Path> paths = new ArrayList<>(files.keySet());
    for (Path path : paths) {
      drop(path);
    }
  }
}
