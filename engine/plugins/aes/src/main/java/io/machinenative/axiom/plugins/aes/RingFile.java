package io.machinenative.axiom.plugins.aes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.machinenative.axiom.plugins.files.ChunkPipeline;
import io.machinenative.axiom.plugins.files.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A ring on the disk: a container, sealed under the master key, that is replaced as a whole. After
 * a crash it is the former ring or the next one. Any thread, one at a time.
 */
final class RingFile {
  private static final byte[] PURPOSE = "axiom key ring".getBytes(US_ASCII);
  private static final long FILE_MAX_BYTES = 1 << 20;

  private final Path file;
  private final KeyAccess master;
  private final Supplier<Lanes> lanes;
  private final SecureRandom random;

  /**
   * @param lanes made for each small container, and closed
   */
  RingFile(Path file, KeyAccess master, Supplier<Lanes> lanes, SecureRandom random) {
    this.file = file;
    this.master = master;
    this.lanes = lanes;
    this.random = random;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Changes whenever the file is replaced. */
  Object stamp() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
  }

  /**
   * @throws IOException when it cannot be read, is not what was sealed with this master key
   */
  RingContent read() throws IOException {
    if (Files.size(file) > FILE_MAX_BYTES) {
      throw new IOException(file + ": expected a key ring, actual " + Files.size(file) + " bytes");
    }
    try (FileChannel in = FileChannel.open(file);
        SecretBytes plain = new SecretBytes((int) FILE_MAX_BYTES);
        Lanes once = lanes.get()) {
      new ContainerOpener(once).open(master, PURPOSE, in, plain, ChunkPipeline.Progress.NONE);
      byte[] content = plain.toArray();
      try {
        return RingContent.decode(content);
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    } catch (IOException e) {
      throw new IOException(
          file + ": the key ring cannot be opened with this master key: " + e.getMessage(), e);
    }
  }

  void write(RingContent content) throws IOException {
    byte[] plain = content.encode();
    try (OutputFile out = OutputFile.create(file, true, OutputFile.OWNER_ONLY);
        Lanes once = lanes.get()) {
      new ContainerSealer(once, random)
          .seal(
              master,
              PURPOSE,
              ContainerSealer.chunkLogFor(plain.length),
              Channels.newChannel(new ByteArrayInputStream(plain)),
              out.channel(),
              ChunkPipeline.Progress.NONE);
      out.commit();
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** Does something while no other process, and no other plugin of this one, changes the ring. */
  void locked(ExclusiveLock.Action action) throws IOException {
    ExclusiveLock.run(lock(), action);
  }

  /**
   * As {@link #locked(ExclusiveLock.Action)}, for who cannot wait for others.
   *
   * @param waitNs for the lock
   */
  void locked(long waitNs, ExclusiveLock.Action action) throws IOException {
    ExclusiveLock.run(lock(), waitNs, action);
  }

  private Path lock() {
    return file.resolveSibling(file.getFileName() + ".lock");
  }
}
