package io.machinenative.axiom.plugins.aes;

import io.machinenative.axiom.plugins.files.CallWatch;
import io.machinenative.axiom.plugins.files.ChunkPipeline;
import io.machinenative.axiom.plugins.files.ReadProgress;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Opens a container on one thread and seals its content on another: the plaintext goes through a
 * pipe of the system, never through a file. Any thread.
 */
final class Recryption {
  private final AesResources resources;

  Recryption(AesResources resources) {
    this.resources = resources;
  }

  /**
   * Re-encrypts everything.
   *
   * @param out holds a whole container only when this returns
   * @throws IOException of either side
   */
  ContainerSealer.Sealed run(
      KeyAccess from,
      KeyAccess to,
      byte[] aad,
      ReadableByteChannel in,
      WritableByteChannel out,
      CallWatch watch)
      throws IOException {
    Pipe pipe = Pipe.open();
    FutureTask<ContainerOpener.Opened> opening =
        new FutureTask<>(() -> {
          try (Pipe.SinkChannel sink = pipe.sink();
              Lanes lanes = resources.lanes()) {
            return new ContainerOpener(lanes)
                .open(from, aad, in, sink, ChunkPipeline.Progress.NONE);
          }
        });
    resources.threads().newThread(opening).start();
    ContainerSealer.Sealed sealed;
    try (Lanes lanes = resources.lanes();
        Pipe.SourceChannel source = pipe.source()) {
      sealed =
          new ContainerSealer(lanes, resources.random())
              .seal(
                  to, aad, ContainerSealer.DEFAULT_CHUNK_LOG, source, out, new ReadProgress(watch));
    } catch (IOException e) {
      // The pipe is closed: the other side ends, too.
      try {
        opened(opening);
      } catch (IOException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
    opened(opening);
    return sealed;
  }

  /** Waits for the opening side: what it sent is whole only when it ended well. */
  private static void opened(FutureTask<ContainerOpener.Opened> opening) throws IOException {
    try {
      opening.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? io
          : new IOException("the container cannot be opened", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
