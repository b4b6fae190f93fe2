package io.machinenative.axiom.plugins.backup.create;

import io.machinenative.axiom.plugins.backup.files.AttributeReader;
import io.machinenative.axiom.plugins.backup.files.FoundFile;
import io.machinenative.axiom.plugins.backup.files.TreeScanner;
import io.machinenative.axiom.plugins.backup.stream.ContentEnd;
import io.machinenative.axiom.plugins.backup.stream.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes files into a stream: runs of zeros as holes, and a file that changes while it is read once
 * more, up to three times. One thread's. Owns a buffer of 256 KiB.
 */
final class FileStreamer implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final int BUFFER_BYTES = 256 << 10;

  /** Runs of zeros that are shorter are written. */
  private static final int HOLE_BYTES = 64 << 10;

  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final StreamWriter stream;
  private final BackupProgress progress;
  private final Runnable check;
  private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] zeros = new byte[HOLE_BYTES];
  private final AttributeReader attributes = new AttributeReader();
  private long holeBytes;

  FileStreamer(StreamWriter stream, BackupProgress progress, Runnable check) {
    this.stream = stream;
    this.progress = progress;
    this.check = check;
  }

  /**
   * Writes a file.
   *
   * @return whether it is in the snapshot; why it is not was told
   */
  boolean write(byte[] path, FoundFile asFound) throws IOException {
    FoundFile found = asFound;
    for (int attempt = 1; ; attempt++) {
      long bytes = read(path, found);
      if (bytes < 0) {
        return false;
      }
      FoundFile now = look(found);
      if (now != null
          && now.attributes().sameContent(found.attributes())
          && bytes == now.attributes().bytes()) {
        stream.endFile(ContentEnd.WHOLE);
        progress.read(bytes);
        return true;
      }
      stream.endFile(ContentEnd.CHANGED);
      if (now == null || attempt == ATTEMPTS) {
        stream.keepChangedFile();
        progress.read(bytes);
        progress.warn(
            "%s: changed while it was read, %d times; kept as it was read last"
                .formatted(found.path(), attempt));
        return true;
      }
      found = now;
    }
  }

  private FoundFile look(FoundFile found) {
    try {
      FoundFile now = attributes.read(found.path());
      return now.type() == FoundFile.Type.FILE ? now : null;
    } catch (IOException e) {
      return null; // gone, or out of reach: what was read is the last state of it
    }
  }

  /** Reads a file into the stream, and says how long it is; -1 when it cannot be read. */
  private long read(byte[] path, FoundFile found) throws IOException {
    boolean begun = false;
    try (FileChannel file = FileChannel.open(found.path(), OPTIONS)) {
      stream.beginFile(path, TreeScanner.attributes(attributes, found, this::leftOut));
      begun = true;
      return copy(file, found.attributes().bytes());
    } catch (UnreadableException e) {
      progress.warn(found.path() + ": not read: " + e.getCause());
    } catch (IOException e) {
      if (begun) {
        throw e; // of the stream
      }
      progress.warn(found.path() + ": not read: " + e);
    }
    if (begun) {
      holeBytes = 0;
      stream.endFile(ContentEnd.UNREADABLE);
    }
    return -1;
  }

  private void leftOut(Path path, String problem) {
    progress.warn(path + ": left out: " + problem);
  }

  private long copy(FileChannel file, long most) throws IOException {
    long done = 0;
    while (done < most) {
      check.run();
      int bytes = fill(file, (int) Math.min(BUFFER_BYTES, most - done));
      if (bytes == 0) {
        break; // shorter than it was found
      }
      write(bytes);
      done += bytes;
    }
    endHole();
    return done;
  }

  private int fill(FileChannel file, int most) throws UnreadableException {
    direct.clear().limit(most);
    try {
      while (direct.hasRemaining() && file.read(direct) >= 0) {
        assert direct.position() <= most;
      }
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
    int bytes = direct.flip().remaining();
    direct.get(buffer, 0, bytes);
    return bytes;
  }

  private void write(int bytes) throws IOException {
    int from = 0;
    for (int at = 0; at + HOLE_BYTES <= bytes; at += HOLE_BYTES) {
      if (Arrays.equals(buffer, at, at + HOLE_BYTES, zeros, 0, HOLE_BYTES)) {
        data(from, at);
        holeBytes += HOLE_BYTES;
        from = at + HOLE_BYTES;
      }
    }
    data(from, bytes);
  }

  private void data(int from, int to) throws IOException {
    if (to > from) {
      endHole();
      stream.data(buffer, from, to - from);
    }
  }

  private void endHole() throws IOException {
    if (holeBytes > 0) {
      stream.hole(holeBytes);
      holeBytes = 0;
    }
  }

  @Override
  public void close() {
    attributes.close();
  }

  /** The file failed, and not the stream. */
  private static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(IOException cause) {
      super(cause);
    }
  }
}
