package io.machinenative.axiom.plugins.s3;

import io.machinenative.axiom.plugins.files.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Gets objects as files, large ones in ranges, several at once. A file appears when all of it is on
 * the disk and, where the object has an SHA-256 in its metadata, proven by it. Any thread.
 */
final class FileDownloads {
  private final S3Access access;
  private final ObjectReader reader;
  private final ThreadFactory threads;

  FileDownloads(S3Access access, ObjectReader reader, ThreadFactory threads) {
    this.access = access;
    this.reader = reader;
    this.threads = threads;
  }

  /** What was got; {@code verified} by the SHA-256 of its metadata. */
  record Got(long bytes, String sha256, boolean verified) {}

  /**
   * Gets an object.
   *
   * @throws IOException also when its content is not what its metadata says: no file appears then
   */
  Got get(ObjectPlace place, Path file, boolean overwrite, TransferWatch watch)
      throws IOException, InterruptedException {
    HeadObjectResponse head = reader.head(place);
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputFile out = OutputFile.create(file, overwrite, Set.of())) {
      fetch(place, head, out.channel(), watch);
      String actual = sha256(out, watch);
      String expected = head.metadata().get(ObjectTraits.SHA256);
      if (expected != null && !expected.equals(actual)) {
        throw new IOException(
            place + " is damaged: expected SHA-256 " + expected + ", actual " + actual);
      }
      out.commit();
      return new Got(head.contentLength(), actual, expected != null);
    }
  }

  private static String sha256(OutputFile out, TransferWatch watch) throws IOException {
    out.channel().force(false);
    try (FileChannel written = FileChannel.open(out.part())) {
      return FileUploads.sha256(written, watch);
    }
  }

  private void fetch(
      ObjectPlace place, HeadObjectResponse head, FileChannel to, TransferWatch watch)
      throws IOException, InterruptedException {
    long total = head.contentLength();
    long rangeBytes = access.settings().partBytes();
    if (total <= access.settings().multipartBytes()) {
      reader.copy(place, head.eTag(), 0, total, to, watch);
      return;
    }
    AtomicLong next = new AtomicLong();
    AtomicLong done = new AtomicLong();
    AtomicReference<Exception> failure = new AtomicReference<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < access.settings().parallel(); i++) {
      Thread worker =
          threads.newThread(() -> {
            try {
              for (long at = next.getAndAdd(rangeBytes);
                  at < total && failure.get() == null;
                  at = next.getAndAdd(rangeBytes)) {
                long end = Math.min(total, at + rangeBytes);
                reader.copy(place, head.eTag(), at, end, new At(to, at), quiet(watch));
                watch.at(done.addAndGet(end - at));
              }
            } catch (IOException | InterruptedException | RuntimeException e) {
              failure.compareAndSet(null, e);
            }
          });
      workers.add(worker);
      worker.start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    rethrow(failure.get());
  }

  private static void rethrow(Exception failure) throws IOException, InterruptedException {
    switch (failure) {
      case null -> {
        // nothing failed
      }
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  /** Checks, and leaves it to the worker to say how far all are. */
  private static TransferWatch quiet(TransferWatch watch) {
    return new TransferWatch() {
      @Override
      public void at(long bytes) {
        // of one range only
      }

      @Override
      public void check() {
        watch.check();
      }
    };
  }

  /** Writes a file from a position on. One thread's. */
  private static final class At implements WritableByteChannel {
    private final FileChannel file;
    private long position;

    At(FileChannel file, long position) {
      this.file = file;
      this.position = position;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int written = file.write(bytes, position);
      position += written;
      return written;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() {
      // The file is another's.
    }
  }
}
