package io.machinenative.axiom.engine.cli;

import io.machinenative.axiom.natives.aes.AesKey;
import io.machinenative.axiom.natives.aes.ForgedStreamException;
import io.machinenative.axiom.natives.aes.OwnerOnly;
import io.machinenative.axiom.natives.aes.StreamOpener;
import io.machinenative.axiom.plugins.aes.ContainerOpener;
import io.machinenative.axiom.plugins.aes.KeyAccess;
import io.machinenative.axiom.plugins.aes.KeyUnavailableException;
import io.machinenative.axiom.plugins.aes.Lanes;
import io.machinenative.axiom.plugins.files.ByteChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code axiom aes open}: the opposite of {@code axiom aes seal}. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Opens what was sealed, and nothing else.",
      "A file OUT appears only when all of it is genuine, readable for you alone. A pipe gets each",
      "MiB as soon as that is known to be genuine; that the rest was cut off shows in the exit"
          + " code: 1."
    })
final class AesOpenCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private AesKeyOptions key;

  @Mixin private FilterFiles files;

  AesOpenCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    FilterProgress progress = new FilterProgress(terminal, "opened", files.inputBytes());
    try {
      files.run((in, out) -> open(in, out, progress), false, OwnerOnly.attributes());
      terminal.clearProgress();
      return ExitCode.OK;
    } catch (IOException e) {
      boolean explained =
          e instanceof ForgedStreamException || e instanceof KeyUnavailableException;
      throw new CommandFailure(
          ExitCode.FAILED, "not opened: " + (explained ? e.getMessage() : e.toString()));
    }
  }

  /** A container or a stream, as its beginning tells. */
  private void open(ReadableByteChannel in, WritableByteChannel out, FilterProgress progress)
      throws IOException {
    ByteBuffer start = ByteBuffer.allocate(ContainerOpener.MAGIC_BYTES);
    ByteChannels.read(in, start);
    ReadableByteChannel whole = new Prefixed(start.flip(), in);
    if (ContainerOpener.isContainer(Arrays.copyOf(start.array(), start.limit()))) {
      try (KeyAccess keys = key.access();
          Lanes lanes = AesContainers.lanes()) {
        new ContainerOpener(lanes)
            .open(keys, key.aad(), whole, out, (read, written) -> progress.accept(written));
      }
    } else if (key.isPassphrase()) {
      throw new ForgedStreamException("expected a container, as passphrases seal");
    } else {
      openStream(whole, out, progress);
    }
  }

  private void openStream(ReadableByteChannel in, WritableByteChannel out, FilterProgress progress)
      throws IOException {
    List<AesKey> keys = key.read();
    try {
      new StreamOpener(keys).open(in, out, key.aad(), progress);
    } finally {
      keys.forEach(AesKey::close);
    }
  }

  /** What was read already, then the rest. */
  private record Prefixed(ByteBuffer start, ReadableByteChannel rest)
      implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer to) throws IOException {
      if (!start.hasRemaining()) {
        return rest.read(to);
      }
      int bytes = Math.min(start.remaining(), to.remaining());
      to.put(start.slice(start.position(), bytes));
      start.position(start.position() + bytes);
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return rest.isOpen();
    }

    @Override
    public void close() throws IOException {
      rest.close();
    }
  }
}
