package io.machinenative.axiom.engine.workflow.files;

import io.machinenative.axiom.api.Constraint;
import io.machinenative.axiom.api.Description;
import io.machinenative.axiom.api.Operation;
import io.machinenative.axiom.api.OperationContext;
import io.machinenative.axiom.api.ToolException;
import io.machinenative.axiom.engine.base.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The operations of this package. Immutable; any thread. */
public final class FileOperations {
  private static final int BLOCK_BYTES = 256 << 10;

  private final OpenFolders folders;

  public FileOperations(OpenFolders folders) {
    this.folders = folders;
  }

  record ReadFile(@Description("The file.") @Constraint(minLength = 1) String path) {}

  record WriteFile(
      @Description("The file; it appears when all of it is there.") @Constraint(minLength = 1)
          String path,
      @Description("Whether it may take the place of one that is there.")
          @Constraint(optional = true, defaultValue = "true")
          boolean replace) {}

  record Digest(
      @Description("SHA-256, SHA-512 or another that the JDK has.")
          @Constraint(optional = true, defaultValue = "\"SHA-256\"")
          String algorithm) {}

  /** All of them. */
  public List<Operation> all() {
    return List.of(
        Operation.named("file.read")
            .description("Reads a file.")
            .source(ReadFile.class, this::read),
        Operation.named("file.write")
            .description("Writes a file, which appears when all of it is on the disk.")
            .sink(WriteFile.class, this::write),
        Operation.named("tree.read")
            .description("Reads a folder with all below as a tar stream.")
            .source(TreeReader.Parameters.class, new TreeReader(folders)),
        Operation.named("tree.write")
            .description("Makes a folder of a tar stream, which appears when all of it is there.")
            .sink(TreeWriter.Parameters.class, new TreeWriter(folders)),
        Operation.named("stream.digest")
            .description("Passes a stream on, and says its digest.")
            .filter(Digest.class, FileOperations::digest));
  }

  private void read(
      ReadFile file, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    Path path = folders.require(file.path());
    try (FileChannel source = FileChannel.open(path, StandardOpenOption.READ)) {
      long total = source.size();
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
      long done = 0;
      while (source.read(block.clear()) >= 0) {
        done += block.flip().remaining();
        writeFully(block, out);
        context.progress((double) done, (double) total, "");
      }
      context.result("bytes", done);
    }
  }

  private void write(
      WriteFile file, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    Path path = folders.require(file.path());
    if (!file.replace() && Files.exists(path)) {
      throw ToolException.invalid("expected no file, found " + path);
    }
    try (WholeFile whole = WholeFile.beside(path, ".part-" + context.runId(), Set.of())) {
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
      long done = 0;
      while (in.read(block) >= 0) {
        if (!block.hasRemaining()) {
          done += flush(block, whole.channel());
        }
      }
      done += flush(block, whole.channel());
      whole.publish(file.replace());
      context.result("path", path.toString());
      context.result("bytes", done);
    }
  }

  private static long flush(ByteBuffer block, WritableByteChannel to) throws IOException {
    int bytes = block.flip().remaining();
    writeFully(block, to);
    block.clear();
    return bytes;
  }

  private static void digest(
      Digest digest, ReadableByteChannel in, WritableByteChannel out, OperationContext context)
      throws IOException {
    MessageDigest computing;
    try {
      computing = MessageDigest.getInstance(digest.algorithm());
    } catch (NoSuchAlgorithmException e) {
      throw ToolException.invalid("expected a digest that the JDK has: " + e.getMessage());
    }
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    long done = 0;
    while (in.read(block.clear()) >= 0) {
      done += block.flip().remaining();
      computing.update(block.duplicate());
      writeFully(block, out);
    }
    context.result("digest", HexFormat.of().formatHex(computing.digest()));
    context.result("bytes", done);
  }

  static void writeFully(ByteBuffer bytes, WritableByteChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }
}
